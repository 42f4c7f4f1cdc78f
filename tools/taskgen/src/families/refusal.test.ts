import { describeFamily } from "./family-spec.ts";
import { refusal } from "./refusal.ts";

describeFamily(refusal, 300);
