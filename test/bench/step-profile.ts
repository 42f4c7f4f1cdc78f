/** Where the time of a sparse step goes, by kind of operator. */
import { loadRuntime } from "../../gpu-node/src/backend/onnx/runtime.ts";
import { withCheckpoint } from "../../gpu-node/src/model/testing/temporary-checkpoint.ts";
import { EngineBackend } from "./event/backends.ts";
import { type OperatorTime, openProfiler } from "./operator-profile.ts";
import { CANVAS_TOKENS, CHECKPOINT, FIRST_ROUND, plan, type Rule, ShareControl, salientShare } from "./step-costs.ts";

/** Response-only steps under the tracer; the first ones steer τ to the wanted share. */
const ROUNDS = 60;

/** Times by operator of response-only steps at a share of salient rows, the dearest first. The tracer itself costs some 15 %. */
export async function profileSteps(
  threads: number,
  rule: Rule,
  prompt: number,
  share: number,
): Promise<OperatorTime[]> {
  return await withCheckpoint(CHECKPOINT, async (directory) => {
    const profiler = await openProfiler(await loadRuntime("cpu", threads));
    const backend = await EngineBackend.load(directory, profiler.runtime, 1);
    const slot = await backend.open(CANVAS_TOKENS);
    const control = new ShareControl(share);
    await backend.step([plan({ slot, prompt }, "dense", 0, 1, FIRST_ROUND)]);
    for (let round = FIRST_ROUND + 1; round <= ROUNDS; round++) {
      const [result] = await backend.step([plan({ slot, prompt }, rule, prompt, control.tau, round)]);
      control.steer(result === undefined ? share : salientShare(result));
    }
    const times = await profiler.finish();
    await backend.dispose();
    return times;
  });
}
