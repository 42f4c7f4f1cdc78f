import { describeFamily } from "./family-spec.ts";
import { javascript } from "./javascript.ts";

describeFamily(javascript, 60);
