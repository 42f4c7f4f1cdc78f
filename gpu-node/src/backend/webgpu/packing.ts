import { indicesOf, type StepPlan } from "../backend.ts";
import { type Extent, extentOf } from "../grouping.ts";
import { TRASH_ROW, ZERO_ROW } from "./row-pool.ts";

/** What of an open canvas a step reads. */
export interface PackableSlot {
  /** Token ids `[N]`. */
  readonly tokens: Int32Array;
  /** Pool row of each canvas row `[N]`. */
  readonly rows: Int32Array;
}

export interface Packable {
  readonly plan: StepPlan;
  readonly slot: PackableSlot;
}

/**
 * The arrays one packed step is fed with; `graph.ts` says what they mean. Indices as int64, flags as bytes.
 *
 * Behind the rows of the sequences comes one that belongs to none and is always recomputed: the provider's kernels take no
 * empty lists (RotaryEmbedding of 0 rows ends the process with SIGFPE), and with it no list is ever empty. It reads token
 * 0, writes to the trash row, and its key lies in the padding of the first sequence, where its weight is 0.
 */
export interface PackedStep {
  readonly extents: readonly Extent[];
  /** First packed row of each sequence, and the end of the last. */
  readonly offsets: readonly number[];
  readonly queryRowsPerSequence: number;
  readonly keyRowsPerSequence: number;
  readonly ids: BigInt64Array;
  readonly positions: BigInt64Array;
  readonly rows: BigInt64Array;
  readonly keySlots: BigInt64Array;
  readonly keyRows: BigInt64Array;
  readonly queryRows: BigInt64Array;
  readonly packedRows: BigInt64Array;
  readonly mask: Float32Array;
  readonly tau: Float32Array;
  readonly forced: Uint8Array;
  readonly full: Uint8Array;
  readonly keep: Uint8Array;
  readonly changed: BigInt64Array;
  readonly score: BigInt64Array;
  readonly allForced: boolean;
  readonly anyPaper: boolean;
}

/** Added to the score of a padded key: its weight comes out as exactly 0, and the sum stays finite in float32. */
const PADDED = -1e30;

const NO_ROWS: Extent = { active: new Int32Array(), canvas: 0 };

/** Lays the rows of several sequences out as one step. The slots' tokens must have the plans' changes already. */
export function packStep(entries: readonly Packable[]): PackedStep {
  const extents = entries.map(extentOf);
  const offsets = [0];
  for (const { active } of extents) {
    offsets.push((offsets.at(-1) ?? 0) + active.length);
  }
  const phantom = offsets.at(-1) ?? 0;
  const total = phantom + 1;
  const queries = Math.max(...extents.map(({ active }) => active.length));
  const keys = Math.max(...extents.map(({ canvas }) => canvas)) + 1;
  const padded = entries.length;
  const packed = {
    extents,
    offsets,
    queryRowsPerSequence: queries,
    keyRowsPerSequence: keys,
    ids: new BigInt64Array(total),
    positions: new BigInt64Array(total),
    rows: new BigInt64Array(total),
    keySlots: new BigInt64Array(total),
    keyRows: new BigInt64Array(padded * keys).fill(BigInt(ZERO_ROW)),
    queryRows: new BigInt64Array(padded * queries),
    packedRows: new BigInt64Array(total),
    mask: new Float32Array(padded * keys).fill(PADDED),
    tau: new Float32Array(total),
    forced: new Uint8Array(total),
    full: new Uint8Array(total),
    keep: new Uint8Array(total),
  };
  const changed: bigint[] = [];
  const score: bigint[] = [];
  for (const [s, { plan, slot }] of entries.entries()) {
    const { active, canvas } = extents[s] ?? NO_ROWS;
    const offset = offsets[s] ?? 0;
    const sparse = plan.kind === "sparse";
    const writes = sparse || plan.keep !== "nothing";
    for (const [i, position] of active.entries()) {
      const row = offset + i;
      packed.ids[row] = BigInt(slot.tokens[position] ?? 0);
      packed.positions[row] = BigInt(position);
      packed.rows[row] = BigInt(writes ? (slot.rows[position] ?? TRASH_ROW) : TRASH_ROW);
      packed.keySlots[row] = BigInt(s * keys + position);
      packed.queryRows[s * queries + i] = BigInt(row);
      packed.packedRows[row] = BigInt(s * queries + i);
    }
    for (let position = 0; position < canvas; position++) {
      packed.keyRows[s * keys + position] = BigInt(slot.rows[position] ?? ZERO_ROW);
      packed.mask[s * keys + position] = 0;
    }
    const last = offset + active.length;
    packed.tau.fill(sparse ? plan.tau : 0, offset, last);
    packed.forced.fill(sparse ? 0 : 1, offset, last);
    packed.full.fill(sparse && !plan.exact ? 0 : 1, offset, last);
    packed.keep.fill(sparse && plan.exact ? 1 : 0, offset, last);
    for (const index of indicesOf(sparse ? plan.changes.positions : active, active)) {
      changed.push(BigInt(offset + index));
    }
    for (const index of indicesOf(plan.score, active)) {
      score.push(BigInt(offset + index));
    }
  }
  packed.rows[phantom] = BigInt(TRASH_ROW);
  packed.keySlots[phantom] = BigInt(keys - 1);
  packed.forced[phantom] = 1;
  packed.full[phantom] = 1;
  changed.push(BigInt(phantom));
  score.push(BigInt(phantom));
  return {
    ...packed,
    changed: BigInt64Array.from(changed),
    score: BigInt64Array.from(score),
    allForced: entries.every(({ plan }) => plan.kind !== "sparse"),
    anyPaper: entries.some(({ plan }) => plan.kind === "sparse" && !plan.exact),
  };
}
