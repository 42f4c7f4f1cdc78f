import { describeFamily } from "./family-spec.ts";
import { tables } from "./tables.ts";

describeFamily(tables, 300);
