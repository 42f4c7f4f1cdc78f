import { describeFamily } from "./family-spec.ts";
import { sql } from "./sql.ts";

describeFamily(sql, 60);
