/** Chains of products with int8 or int4 weights, one graph for each way onnxruntime has of computing them. */
import onnxProto from "onnx-proto";

const { onnx } = onnxProto;
const { DataType } = onnx.TensorProto;

type Node = Record<string, unknown>;
type Initializer = { name: string; dataType: number; dims: number[]; rawData: Uint8Array };

/** `B` by column: float32 as given, and what an operator takes in its place. All matrices are `[d, d]`, in × out. */
export interface Way {
  readonly name: string;
  /** Nodes and constants of one product `x → y`, all names beginning with `id`. */
  product(
    id: string,
    matrix: Float32Array,
    d: number,
    x: string,
    y: string,
  ): { nodes: Node[]; constants: Initializer[] };
}

const bytes = (data: Float32Array | Int8Array | Uint8Array): Uint8Array =>
  Uint8Array.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
const floats = (name: string, dims: number[], data: Float32Array): Initializer => ({
  name,
  dataType: DataType.FLOAT,
  dims,
  rawData: bytes(data),
});

/** Symmetric scales by column: the largest magnitude becomes `limit`. */
function columnScales(matrix: Float32Array, d: number, limit: number): Float32Array {
  const scales = new Float32Array(d);
  for (const [i, value] of matrix.entries()) {
    scales[i % d] = Math.max(scales[i % d] ?? 0, Math.abs(value) / limit);
  }
  return scales;
}

function quantised(matrix: Float32Array, scales: Float32Array, d: number): Int8Array {
  return Int8Array.from(matrix, (value, i) => Math.round(value / (scales[i % d] ?? 1)));
}

const FP32: Way = {
  name: "fp32 Gemm",
  product: (id, matrix, d, x, y) => {
    // Stored out × in, as checkpoints have it and the backend's graph takes it.
    const transposed = matrix.map((_, i) => matrix[(i % d) * d + Math.floor(i / d)] ?? 0);
    return {
      nodes: [{ opType: "Gemm", input: [x, `${id}w`], output: [y], attribute: [{ name: "transB", type: 2, i: 1 }] }],
      constants: [floats(`${id}w`, [d, d], transposed)],
    };
  },
};

function dynamic(limit: number): Way {
  return {
    name: `DynamicQuantizeMatMul, s8 ±${limit}`,
    product: (id, matrix, d, x, y) => {
      const scales = columnScales(matrix, d, limit);
      return {
        nodes: [
          {
            opType: "DynamicQuantizeMatMul",
            domain: "com.microsoft",
            input: [x, `${id}w`, `${id}s`],
            output: [y],
          },
        ],
        constants: [
          { name: `${id}w`, dataType: DataType.INT8, dims: [d, d], rawData: bytes(quantised(matrix, scales, d)) },
          floats(`${id}s`, [d], scales),
        ],
      };
    },
  };
}

/** Values of a block that share a scale. */
const BLOCK = 128;

function nBits(bits: 4 | 8): Way {
  const zero = 2 ** (bits - 1);
  return {
    name: `MatMulNBits, ${bits} bits in blocks of ${BLOCK}`,
    product: (id, matrix, d, x, y) => {
      const blocks = d / BLOCK;
      const codes = new Uint8Array(d * d);
      const scales = new Float32Array(d * blocks);
      for (let column = 0; column < d; column++) {
        for (let block = 0; block < blocks; block++) {
          const at = (i: number): number => matrix[(block * BLOCK + i) * d + column] ?? 0;
          const largest = Math.max(...Array.from({ length: BLOCK }, (_, i) => Math.abs(at(i))));
          const scale = largest / (zero - 1);
          scales[column * blocks + block] = scale;
          for (let i = 0; i < BLOCK; i++) {
            codes[(column * blocks + block) * BLOCK + i] = Math.round(at(i) / scale) + zero;
          }
        }
      }
      // Two codes of 4 bits a byte, the first in the low half.
      const packed =
        bits === 8 ? codes : codes.filter((_, i) => i % 2 === 0).map((low, i) => low | ((codes[2 * i + 1] ?? 0) << 4));
      const attributes = { K: d, N: d, bits, block_size: BLOCK, accuracy_level: 4 };
      return {
        nodes: [
          {
            opType: "MatMulNBits",
            domain: "com.microsoft",
            input: [x, `${id}w`, `${id}s`],
            output: [y],
            attribute: Object.entries(attributes).map(([name, i]) => ({ name, type: 2, i })),
          },
        ],
        constants: [
          { name: `${id}w`, dataType: DataType.UINT8, dims: [d, blocks, (BLOCK * bits) / 8], rawData: packed },
          floats(`${id}s`, [d * blocks], scales),
        ],
      };
    },
  };
}

/** fp32 first: the others are compared with it. ±63 avoids the saturation of kernels without VNNI, ±127 needs VNNI. */
export const WAYS: readonly Way[] = [FP32, dynamic(127), dynamic(63), nBits(8), nBits(4)];

/** `x` [r, d] through one product after the other, as ONNX protobuf bytes: input `x`, output `y`. */
export function chain(way: Way, matrices: readonly Float32Array[], d: number): Uint8Array {
  const value = (name: string): Node => ({
    name,
    type: { tensorType: { elemType: DataType.FLOAT, shape: { dim: [{ dimParam: "r" }, { dimValue: d }] } } },
  });
  const parts = matrices.map((matrix, i) =>
    way.product(`p${i}.`, matrix, d, i === 0 ? "x" : `h${i}`, i === matrices.length - 1 ? "y" : `h${i + 1}`),
  );
  const model = onnx.ModelProto.fromObject({
    irVersion: 8,
    opsetImport: [
      { domain: "", version: 17 },
      { domain: "com.microsoft", version: 1 },
    ],
    graph: {
      name: "chain",
      node: parts.flatMap(({ nodes }) => nodes),
      initializer: parts.flatMap(({ constants }) => constants),
      input: [value("x")],
      output: [value("y")],
    },
  });
  return Uint8Array.from(onnx.ModelProto.encode(model).finish());
}
