import { describeFamily } from "./family-spec.ts";
import { smalltalk } from "./smalltalk.ts";

describeFamily(smalltalk, 300);
