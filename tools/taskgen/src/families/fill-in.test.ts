import { describeFamily } from "./family-spec.ts";
import { fillIn } from "./fill-in.ts";

describeFamily(fillIn, 300);
