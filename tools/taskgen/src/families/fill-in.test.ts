import { describeFamily } from "./describe-family.ts";
import { fillIn } from "./fill-in.ts";

describeFamily(fillIn);
