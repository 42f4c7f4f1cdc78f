import { float, GraphBuilder, graph, int, ints } from "../../../gpu-node/src/backend/onnx/graph-builder.ts";

/** What the sums of all layers share. */
export interface SumsContext {
  readonly heads: number;
  readonly headDim: number;
  /** `[H, 1, 1]`: 0 … H − 1. */
  readonly headIds: string;
  readonly plainFrom: string;
  /** A row's sums are made anew when the terms ever added to and taken from its Z add up to this many times Z. */
  readonly budget: string;
  readonly axis0: string;
  /** Shapes that repeat something for every head, and that make a list of rows a column. */
  readonly perHead: string;
  readonly column: string;
  /** Padding of two columns behind the last axis of a tensor with three. */
  readonly twoOnes: string;
  readonly one: string;
  /** `[1]`. */
  readonly zero: string;
}

/** Rows `[a]` whose input changed, and their new query, key and value, `[H, a, hd]`. */
export interface NewRows {
  readonly rows: string;
  readonly query: string;
  readonly key: string;
  readonly value: string;
}

/**
 * The softmax sums of all rows over the keys as they are now: `S{l}` [H, N, hd + 2] holds N = Σ e^{s−m}·v, Z = Σ e^{s−m}
 * and the sum of all terms |Z| ever took, `M{l}` [H, N, 1] the m of each row. Returns both after the step.
 */
export function addSums(b: GraphBuilder, c: SumsContext, l: number, rows: NewRows): { sums: string; maxima: string } {
  const { heads, headDim } = c;
  // Three dimensions from the start: a Reshape of an input of the graph is a copy of it.
  const cached = (name: string, width: number): string => b.input(`${name}${l}`, "float32", [heads, "N", width]);
  const values = b.op("Pad", [rows.value, c.twoOnes, c.one]);
  const index = headIndex(b, c, rows.rows);
  const shared = {
    ...rows,
    index,
    values,
    cachedQueries: cached("Q", headDim),
    cachedKeys: cached("K", headDim),
    cachedValues: cached("V", headDim + 2),
    sums: cached("S", headDim + 2),
    maxima: cached("M", 1),
  };
  const inputs: SumsInputs = {
    ...shared,
    allKeys: b.op("ScatterND", [shared.cachedKeys, index, rows.key]),
    allValues: b.op("ScatterND", [shared.cachedValues, index, values]),
  };
  const many = b.op("Not", [b.op("Less", [b.op("Size", [rows.rows]), c.plainFrom])]);
  const branches = {
    then_branch: graph(plainSums(c, l, inputs)),
    else_branch: graph(updatedSums(c, l, inputs)),
  };
  b.ops("If", [many], branches, [`s${l}`, `m${l}`]);
  return { sums: `s${l}`, maxima: `m${l}` };
}

/** Where `rows` [a] stand in a head-major tensor: `[H, a, 2]`, head and row. */
function headIndex(b: GraphBuilder, c: SumsContext, rows: string): string {
  const column = b.op("Unsqueeze", [b.op("Reshape", [rows, c.column]), c.axis0]);
  const byHead = b.op("Expand", [column, c.perHead]);
  const heads = b.op("Expand", [c.headIds, b.op("Shape", [byHead])]);
  return b.op("Concat", [heads, byHead], { axis: int(2) });
}

interface SumsInputs extends NewRows {
  /** `[H, a, 2]`: where the rows stand in the caches. */
  readonly index: string;
  /** `[H, a, hd + 2]`. */
  readonly values: string;
  readonly cachedQueries: string;
  readonly cachedKeys: string;
  readonly cachedValues: string;
  readonly sums: string;
  readonly maxima: string;
  /** `[H, N, hd]` and `[H, N, hd + 2]`, the new rows in place. */
  readonly allKeys: string;
  readonly allValues: string;
}

/** Sums of `queries` [H, n, hd] over all keys. */
function anew(b: GraphBuilder, c: SumsContext, queries: string, i: SumsInputs): { sums: string; maxima: string } {
  const scores = scoresOf(b, c, queries, i.allKeys);
  // The axis from the front: with -1 the runtime gets the shape of a list of no rows wrong.
  const maxima = b.op("ReduceMax", [scores], { axes: ints(2), keepdims: int(1) });
  const weights = b.op("Exp", [b.op("Sub", [scores, maxima])]);
  return { sums: b.op("MatMul", [weights, i.allValues]), maxima };
}

function scoresOf(b: GraphBuilder, c: SumsContext, queries: string, keys: string): string {
  return b.op("FusedMatMul", [queries, keys], { transB: int(1), alpha: float(1 / Math.sqrt(c.headDim)) });
}

/** Every row anew: for the first step, and where so many rows changed that updating would cost more. */
function plainSums(c: SumsContext, l: number, i: SumsInputs): GraphBuilder {
  const b = new GraphBuilder(`plain${l}`);
  const { sums, maxima } = anew(b, c, b.op("ScatterND", [i.cachedQueries, i.index, i.query]), i);
  return finish(b, c, sums, maxima);
}

/** The terms of the changed columns taken out and put in; changed rows and rows over the error budget anew. */
function updatedSums(c: SumsContext, l: number, i: SumsInputs): GraphBuilder {
  const b = new GraphBuilder(`update${l}`);
  const { headDim } = c;
  const oldKeys = b.op("Gather", [i.cachedKeys, i.rows], { axis: int(1) });
  const oldValues = b.op("Gather", [i.cachedValues, i.rows], { axis: int(1) });
  // What goes out is subtracted from N and Z, but adds to the terms.
  const signs = new Float32Array(headDim + 2).fill(-1);
  signs[headDim + 1] = 1;
  const outgoing = b.op("Mul", [oldValues, b.floats([headDim + 2], signs)]);
  const keys = b.op("Concat", [oldKeys, i.key], { axis: int(1) });
  const terms = b.op("Concat", [outgoing, i.values], { axis: int(1) });
  const weights = b.op("Exp", [b.op("Sub", [scoresOf(b, c, i.cachedQueries, keys), i.maxima])]);
  const updated = b.op("Add", [i.sums, b.op("MatMul", [weights, terms])]);

  const doubtful = overBudget(b, c, updated, i.rows);
  const exactRows = b.op("Concat", [i.rows, doubtful], { axis: int(0) });
  const heldQueries = b.op("Gather", [i.cachedQueries, doubtful], { axis: int(1) });
  const exact = anew(b, c, b.op("Concat", [i.query, heldQueries], { axis: int(1) }), i);
  const index = headIndex(b, c, exactRows);
  const put = (all: string, rows: string): string => b.op("ScatterND", [all, index, rows]);
  return finish(b, c, put(updated, exact.sums), put(i.maxima, exact.maxima));
}

/** Rows `[g]` whose terms outgrew Z, without the `changed` ones, which are made anew with their new queries. */
function overBudget(b: GraphBuilder, c: SumsContext, sums: string, changed: string): string {
  const column = (index: number): string => b.op("Gather", [sums, b.ints(index)], { axis: int(2) });
  const shares = b.op("Div", [column(c.headDim + 1), b.op("Abs", [column(c.headDim)])]);
  const terms = b.op("ReduceSum", [shares, c.axis0], { keepdims: int(0) });
  const nothing = b.op("Expand", [c.zero, b.op("Shape", [changed])]);
  const spent = b.op("ScatterND", [terms, b.op("Reshape", [changed, c.column]), nothing]);
  // "Not within" rather than "over": a sum that is no longer a number is over budget, too.
  const within = b.op("LessOrEqual", [spent, c.budget]);
  return b.op("Squeeze", [b.op("NonZero", [b.op("Not", [within])]), c.axis0]);
}

function finish(b: GraphBuilder, c: SumsContext, sums: string, maxima: string): GraphBuilder {
  b.output(sums, "float32", [c.heads, "N", c.headDim + 2]);
  b.output(maxima, "float32", [c.heads, "N", 1]);
  return b;
}
