import { describeFamily } from "./describe-family.ts";
import { sql } from "./sql.ts";

describeFamily(sql, { items: 30 });
