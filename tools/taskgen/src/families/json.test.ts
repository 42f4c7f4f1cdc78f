import { describeFamily } from "./family-spec.ts";
import { json } from "./json.ts";

describeFamily(json, 300);
