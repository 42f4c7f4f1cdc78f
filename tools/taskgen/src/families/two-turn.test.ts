import { describeFamily } from "./describe-family.ts";
import { twoTurn } from "./two-turn.ts";

describeFamily(twoTurn);
