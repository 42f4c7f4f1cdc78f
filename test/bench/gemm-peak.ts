import onnxProto from "onnx-proto";
import * as ort from "onnxruntime-node";
import { median } from "./statistics.ts";

const { onnx } = onnxProto;

/** Side of the square product that stands for the machine's peak: large enough that call overhead vanishes. */
const SIZE = 1024;

/** Products in one measurement; the first wakes the threads and is not counted. */
const REPETITIONS = 6;

/** A dense float32 product in onnxruntime itself: the ceiling any graph of products on this machine can reach. */
export interface GemmPeak {
  /** Runs several products in a row; returns the median GFLOP/s. */
  measure(): Promise<number>;
  release(): Promise<void>;
}

/** Opens a session with the same thread settings as the backend. */
export async function openGemmPeak(threads: number): Promise<GemmPeak> {
  const value = (name: string): InstanceType<typeof onnx.ValueInfoProto> =>
    onnx.ValueInfoProto.fromObject({
      name,
      type: { tensorType: { elemType: 1, shape: { dim: [{ dimValue: SIZE }, { dimValue: SIZE }] } } },
    });
  const model = onnx.ModelProto.fromObject({
    irVersion: 8,
    opsetImport: [{ domain: "", version: 17 }],
    graph: {
      name: "gemm",
      node: [
        { opType: "MatMul", input: ["a", "b"], output: ["c"] },
        { opType: "ReduceSum", input: ["c"], output: ["sum"], attribute: [{ name: "keepdims", type: 2, i: 0 }] },
      ],
      input: [value("a"), value("b")],
      output: [{ name: "sum", type: { tensorType: { elemType: 1, shape: { dim: [] } } } }],
    },
  });
  const session = await ort.InferenceSession.create(onnx.ModelProto.encode(model).finish(), {
    executionProviders: ["cpu"],
    intraOpNumThreads: threads,
    extra: { session: { intra_op: { allow_spinning: "0" } } },
    logSeverityLevel: 3,
  });
  const data = Float32Array.from({ length: SIZE * SIZE }, (_, i) => Math.sin(i));
  const tensor = new ort.Tensor("float32", data, [SIZE, SIZE]);
  return {
    measure: async () => {
      const gflops: number[] = [];
      for (let i = 0; i < REPETITIONS; i++) {
        const started = performance.now();
        await session.run({ a: tensor, b: tensor });
        gflops.push((2 * SIZE ** 3) / 1e6 / (performance.now() - started));
      }
      return median(gflops.slice(1));
    },
    release: () => session.release(),
  };
}
