import type { InferenceSession } from "onnxruntime-node";
import { GraphBuilder, int } from "../onnx/graph-builder.ts";
import { type OnnxModule, sessionOptions } from "./device.ts";

const SIZE = 8;
/** ONNX `TensorProto.DataType`. */
const FLOAT = 1;
const FLOAT16 = 10;

/**
 * Multiplies two small matrices on the default WebGPU adapter and checks the result: what a driver says of itself is one
 * thing, that it computes is another.
 *
 * @returns whether it does so in half precision too
 * @throws what the runtime throws where there is no adapter; Error when the product is wrong
 */
export async function tryAdapter(module: OnnxModule): Promise<{ readonly fp16: boolean }> {
  await multiply(module, false);
  try {
    await multiply(module, true);
    return { fp16: true };
  } catch {
    return { fp16: false }; // the provider refuses the kernel: the adapter has no shader-f16
  }
}

async function multiply(module: OnnxModule, half: boolean): Promise<void> {
  const b = new GraphBuilder("trial");
  const x = b.input("x", "float32", [SIZE, SIZE]);
  const factor = half ? b.op("Cast", [x], { to: int(FLOAT16) }) : x;
  const product = b.op("MatMul", [factor, factor]);
  b.op(half ? "Cast" : "Identity", [product], half ? { to: int(FLOAT) } : {}, "y");
  b.output("y", "float32", [SIZE, SIZE]);
  const session: InferenceSession = await module.InferenceSession.create(b.encode(), sessionOptions("quiet"));
  try {
    const ones = new module.Tensor("float32", new Float32Array(SIZE * SIZE).fill(1), [SIZE, SIZE]);
    const { y } = await session.run({ x: ones });
    const values = y !== undefined && "data" in y ? Array.from(y.data, Number) : [];
    if (values.length !== SIZE * SIZE || values.some((value) => value !== SIZE)) {
      throw new Error("the adapter computes a wrong product");
    }
  } finally {
    await session.release();
  }
}
