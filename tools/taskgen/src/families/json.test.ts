import { describeFamily } from "./describe-family.ts";
import { json } from "./json.ts";

describeFamily(json);
