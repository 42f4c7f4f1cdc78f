import { describeFamily } from "./describe-family.ts";
import { tables } from "./tables.ts";

describeFamily(tables);
