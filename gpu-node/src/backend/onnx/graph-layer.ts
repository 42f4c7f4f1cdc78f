import { blockNames } from "../../model/tensor-names.ts";
import type { ModelConfig } from "../../model/types.ts";
import { denseContext, sparseContext } from "./graph-attention.ts";
import { float, GraphBuilder, graph } from "./graph-builder.ts";
import { headMajor, linear, linearPlus, type Matrix, rmsNorm, rope } from "./graph-ops.ts";
import type { HostPrecision } from "./session-tensors.ts";

/** What all layers share: the model's shape, the names of the model's inputs and of constants. */
export interface LayerContext {
  readonly config: ModelConfig;
  readonly precision: HostPrecision;
  readonly headDim: number;
  /** Canvas positions of the active rows `[r]`, and the same as `[1, r]`. */
  readonly rows: string;
  readonly position: string;
  readonly tau: string;
  readonly dense: string;
  readonly all: string;
  readonly changed: string;
  readonly exact: string;
  /** Where among a head's keys each active row's stands `[r]`. */
  readonly keySlots: string;
  /** For steps of several sequences: see `denoiserGraph`. */
  readonly packed: string;
  readonly keyRows: string;
  readonly keyShape: string;
  readonly keyMask: string;
  readonly queryRows: string;
  readonly packedRows: string;
  readonly heads: string;
  readonly cos: string;
  readonly sin: string;
  readonly axis0: string;
  readonly axis1: string;
  readonly lastAxis: string;
  readonly splitHeads: string;
  readonly byHead: string;
  readonly oneByHead: string;
  readonly headCount: string;
  readonly hiddenRows: string;
  readonly oneHiddenRows: string;
  /** The number 1, and no row of `d`. */
  readonly one: string;
  readonly noRows: string;
  /** `[d]`. */
  readonly ones: string;
}

/**
 * Adds layer `l`. `x` [r, d] is the residual stream, `salient` [s] the active rows whose K and V are recomputed; returns
 * both for the next layer, whose salient rows are those selected here.
 */
export function addLayer(
  b: GraphBuilder,
  c: LayerContext,
  l: number,
  x: string,
  salient: string,
): { x: string; salient: string } {
  const { hidden: d, ffn } = c.config;
  const names = blockNames(l);
  const square = (name: string): Matrix => ({ name, out: d, in: d });
  const times = (rows: string, matrix: Matrix): string => linear(b, c.precision, rows, matrix);

  const positions = b.op("Unsqueeze", [b.op("Gather", [c.rows, salient]), c.axis0]);
  const normed = rmsNorm(b, c.config, x, b.external(names.attentionNorm, [d]));
  const query = rope(b, c, times(normed, square(names.query)), c.position);
  const normedSalient = b.op("Gather", [normed, salient]);
  const key = rope(b, c, times(normedSalient, square(names.key)), positions);
  const value = times(normedSalient, square(names.value));
  const keyRows = headMajor(b, c, key, `k${l}`);
  const valueRows = headMajor(b, c, value, `v${l}`);
  b.output(keyRows, "float32", [c.config.heads, `s${l}`, c.headDim]);
  b.output(valueRows, "float32", [c.config.heads, `s${l}`, c.headDim]);

  const slots = b.op("Gather", [c.keySlots, salient]);
  const cacheRows = b.op("Add", [c.heads, slots]);
  const cachedValues = b.input(`V${l}`, "float32", ["hn", c.headDim]);
  const cachedKeys = b.input(`K${l}`, "float32", ["hn", c.headDim]);
  const cachedContext = b.input(`C${l}`, "float32", ["r", d]);

  const inputs = {
    query,
    keyRows,
    valueRows,
    cacheRows,
    cachedKeys,
    cachedValues,
    cachedContext,
    salient,
    columns: slots,
  };
  const contexts = `ctx${l}`;
  const selected = `sel${l}`;
  const turned = `c${l}`;
  const branches = { then_branch: graph(denseContext(c, l, inputs)), else_branch: graph(sparseContext(c, l, inputs)) };
  b.ops("If", [c.dense], branches, [contexts, selected, turned]);
  b.output(contexts, "float32", [1, "r", d]);
  b.output(selected, "int64", [`s${l + 1}`]);
  b.output(turned, "float32", [`t${l}`, d]);

  const context = b.op("Squeeze", [contexts, c.axis0]);
  const attended = linearPlus(b, c.precision, context, square(names.attentionOut), x);
  const rows = rmsNorm(b, c.config, b.op("Gather", [attended, selected]), b.external(names.ffnNorm, [d]));
  const gate = b.op("QuickGelu", [times(rows, { name: names.gate, out: ffn, in: d })], { alpha: float(1) });
  const hidden = b.op("Mul", [gate, times(rows, { name: names.up, out: ffn, in: d })]);
  const output = linear(b, c.precision, hidden, { name: names.down, out: d, in: ffn }, { name: `m${l}` });
  b.output(output, "float32", [`s${l + 1}`, d]);
  return { x: addFfn(b, c, l, attended, selected, output), salient: selected };
}

/** `x` [r, d] plus the FFN output of all active rows: `output` [s', d] for the selected ones, else as cached. */
function addFfn(b: GraphBuilder, c: LayerContext, l: number, x: string, selected: string, output: string): string {
  const shape = ["r", c.config.hidden];
  const cached = b.input(`M${l}`, "float32", shape);
  const dense = new GraphBuilder(`all_ffn${l}`);
  dense.output(dense.op("Add", [x, output]), "float32", shape);
  const sparse = new GraphBuilder(`some_ffn${l}`);
  const merged = sparse.op("ScatterND", [cached, sparse.op("Unsqueeze", [selected, c.axis1]), output]);
  sparse.output(sparse.op("Add", [x, merged]), "float32", shape);
  return b.op("If", [c.all], { then_branch: graph(dense), else_branch: graph(sparse) });
}
