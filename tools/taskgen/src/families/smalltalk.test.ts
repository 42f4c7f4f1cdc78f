import { describeFamily } from "./describe-family.ts";
import { smalltalk } from "./smalltalk.ts";

describeFamily(smalltalk);
