import { describeFamily } from "./family-spec.ts";
import { twoTurn } from "./two-turn.ts";

describeFamily(twoTurn, 300);
