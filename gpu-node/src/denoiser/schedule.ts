/** The part of the options the fixed schedule depends on. */
export interface FixedSchedule {
  /** Steps over the whole window. */
  readonly steps: number;
  readonly window: number;
  readonly blockLength: number;
}

/**
 * How many tokens a step of the fixed schedule commits (ML-GSAI/LLaDA `generate.py`): of the m tokens of a block with
 * s steps each step commits ⌊m/s⌋ and the first m mod s steps one more. Steps are spread over the blocks by the same
 * rule. A function of the step number alone, so that a resumed sequence goes on where it stopped.
 *
 * A block cut short by the answer's end keeps the pace of a whole one and so needs fewer steps.
 *
 * @param block index of the current block
 * @param processedSteps steps of the whole sequence before this one
 * @returns the count; the whole block once its steps are spent, which leaves no mask behind
 */
export function scheduledCommits(schedule: FixedSchedule, block: number, processedSteps: number): number {
  const { steps, window, blockLength } = schedule;
  const blocks = window / blockLength;
  const before = block * Math.floor(steps / blocks) + Math.min(block, steps % blocks);
  const own = share(steps, blocks, block);
  const index = Math.max(processedSteps - before, 0);
  return index >= own - 1 ? blockLength : share(blockLength, own, index);
}

/** Part `index` of `total` split into `parts` as evenly as whole numbers allow, the larger parts first. */
export function share(total: number, parts: number, index: number): number {
  return Math.floor(total / parts) + (index < total % parts ? 1 : 0);
}
