import { blockNames } from "../../model/tensor-names.ts";
import type { ModelConfig } from "../../model/types.ts";
import { approximateContext, exactContext } from "./graph-attention.ts";
import { float, type GraphBuilder, graph, int } from "./graph-builder.ts";
import { headMajor, linear, rmsNorm, rope } from "./graph-ops.ts";
import { select } from "./graph-selection.ts";

/** What all layers share: the model's shape, the names of the model's inputs and of constants. */
export interface LayerContext {
  readonly config: ModelConfig;
  readonly headDim: number;
  readonly position: string;
  readonly first: string;
  readonly tau: string;
  readonly dense: string;
  readonly changed: string;
  readonly exact: string;
  readonly heads: string;
  readonly cos: string;
  readonly sin: string;
  readonly axis0: string;
  readonly axis1: string;
  readonly lastAxis: string;
  readonly splitHeads: string;
  readonly headRows: string;
  readonly byHead: string;
  readonly column: string;
  readonly hiddenRows: string;
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
  const square = (name: string): string => b.external(name, [d, d]);

  const absolute = b.op("Add", [salient, c.first]);
  const normed = rmsNorm(b, c.config, x, b.external(names.attentionNorm, [d]));
  const query = rope(b, c, linear(b, normed, square(names.query)), c.position);
  const normedSalient = b.op("Gather", [normed, salient]);
  const key = rope(
    b,
    c,
    linear(b, normedSalient, square(names.key)),
    b.op("Unsqueeze", [absolute, c.axis0]),
  );
  const value = linear(b, normedSalient, square(names.value));
  const keyRows = b.op("Reshape", [headMajor(b, c, key), c.headRows], {}, `k${l}`);
  const valueRows = b.op("Reshape", [headMajor(b, c, value), c.headRows], {}, `v${l}`);
  b.output(keyRows, "float32", [`hs${l}`, c.headDim]);
  b.output(valueRows, "float32", [`hs${l}`, c.headDim]);

  const cacheRows = b.op("Reshape", [
    b.op("Add", [c.heads, b.op("Unsqueeze", [absolute, c.axis0])]),
    c.column,
  ]);
  const cachedValues = b.input(`V${l}`, "float32", ["hn", c.headDim]);
  const keys = b.op("ScatterND", [b.input(`K${l}`, "float32", ["hn", c.headDim]), cacheRows, keyRows]);
  const cachedContext = b.input(`C${l}`, "float32", ["r", d]);

  const branch = { query, keys, cachedValues, cacheRows, valueRows, cachedContext, salient, absolute };
  const context = b.op(
    "If",
    [c.exact],
    { then_branch: graph(exactContext(c, l, branch)), else_branch: graph(approximateContext(c, l, branch)) },
    `ctx${l}`,
  );
  b.output(context, "float32", ["r", d]);

  const selected = select(b, c, context, cachedContext, l);
  b.op("Gather", [context, selected], {}, `c${l}`);
  b.output(`c${l}`, "float32", [`s${l + 1}`, d]);

  const attended = b.op("Gemm", [context, square(names.attentionOut), x], { transB: int(1) });
  const rows = rmsNorm(b, c.config, b.op("Gather", [attended, selected]), b.external(names.ffnNorm, [d]));
  const gate = b.op("QuickGelu", [linear(b, rows, b.external(names.gate, [ffn, d]))], { alpha: float(1) });
  const hidden = b.op("Mul", [gate, linear(b, rows, b.external(names.up, [ffn, d]))]);
  const output = b.op("Gemm", [hidden, b.external(names.down, [d, ffn])], { transB: int(1) }, `m${l}`);
  b.output(output, "float32", [`s${l + 1}`, d]);
  const cached = b.input(`M${l}`, "float32", ["r", d]);
  const all = b.op("ScatterND", [cached, b.op("Unsqueeze", [selected, c.axis1]), output]);
  return { x: b.op("Add", [attended, all]), salient: selected };
}

