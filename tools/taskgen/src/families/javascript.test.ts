import { describeFamily } from "./describe-family.ts";
import { javascript } from "./javascript.ts";

describeFamily(javascript, { items: 30 });
