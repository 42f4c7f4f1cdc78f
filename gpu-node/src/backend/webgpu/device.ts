import type { InferenceSession, InferenceSessionFactory, Tensor, TensorConstructor } from "onnxruntime-node";
import { GraphBuilder, int } from "../onnx/graph-builder.ts";

export interface OnnxModule {
  readonly Tensor: TensorConstructor;
  readonly InferenceSession: InferenceSessionFactory;
}

/** A tensor in device memory, freed by `dispose`. Reading its data would end the process (not implemented in the runtime). */
export interface DeviceTensor {
  readonly tensor: Tensor;
  readonly dispose: () => void;
}

/** Element type of weights, activations and caches on the device. */
export type Precision = "fp32" | "fp16";

const ELEMENT = { fp32: "float32", fp16: "float16" } as const;
/** ONNX `TensorProto.DataType.FLOAT16`. */
const FLOAT16 = 10;

/** 3: errors only; 0: everything, the placement of the operators included. */
const LOG_SEVERITY = { quiet: 3, verbose: 0 } as const;

/** onnxruntime with its WebGPU provider: makes sessions, and tensors that stay on the device. */
export class Device {
  readonly Tensor: TensorConstructor;
  readonly precision: Precision;
  readonly #sessions: InferenceSessionFactory;
  readonly #upload: InferenceSession;
  readonly #zeros: InferenceSession;

  private constructor(module: OnnxModule, precision: Precision, upload: InferenceSession, zeros: InferenceSession) {
    this.Tensor = module.Tensor;
    this.#sessions = module.InferenceSession;
    this.precision = precision;
    this.#upload = upload;
    this.#zeros = zeros;
  }

  /** ONNX name of the element type. */
  get element(): (typeof ELEMENT)[Precision] {
    return ELEMENT[this.precision];
  }

  get bytesPerElement(): 2 | 4 {
    return this.precision === "fp32" ? 4 : 2;
  }

  /** Opens the adapter. Rejects with the runtime's own error where there is none. */
  static async open(module: OnnxModule, precision: Precision): Promise<Device> {
    const onDevice = { ...sessionOptions("quiet"), preferredOutputLocation: "gpu-buffer" } as const;
    const upload = await module.InferenceSession.create(uploadGraph(precision), onDevice);
    return new Device(module, precision, upload, await module.InferenceSession.create(zerosGraph(precision), onDevice));
  }

  /** A session on the device; a `verbose` one says on standard error where each operator runs. */
  session(graph: Uint8Array, log: keyof typeof LOG_SEVERITY = "quiet"): Promise<InferenceSession> {
    return this.#sessions.create(graph, sessionOptions(log));
  }

  /** Copies float32 values to a device buffer of this shape, in the device's precision. */
  async toDevice(values: Float32Array, dims: readonly number[]): Promise<DeviceTensor> {
    return this.#shaped(await this.#upload.run({ x: new this.Tensor("float32", values, [values.length]) }), dims);
  }

  /** A device buffer of zeros of this shape. */
  async zeros(dims: readonly number[]): Promise<DeviceTensor> {
    const elements = dims.reduce((product, size) => product * size, 1);
    const shape = new this.Tensor("int64", BigInt64Array.of(BigInt(elements)), [1]);
    const outputs = await this.#zeros.run({ x: new this.Tensor("float32", Float32Array.of(0), [1]), shape });
    return this.#shaped(outputs, dims);
  }

  async close(): Promise<void> {
    await this.#upload.release();
    await this.#zeros.release();
  }

  #shaped(outputs: InferenceSession.OnnxValueMapType, dims: readonly number[]): DeviceTensor {
    const { y } = outputs;
    if (y === undefined || !("location" in y) || y.location !== "gpu-buffer") {
      throw new TypeError("the runtime did not leave the tensor on the device");
    }
    // The runtime's tensor owns the buffer; this one gives it another shape.
    const tensor = this.Tensor.fromGpuBuffer(y.gpuBuffer, { dataType: ELEMENT[this.precision], dims });
    return { tensor, dispose: () => y.dispose() };
  }
}

/** Options of a session on the default WebGPU adapter. A verbose one logs where each operator runs. */
export function sessionOptions(log: keyof typeof LOG_SEVERITY): InferenceSession.SessionOptions {
  return { executionProviders: [{ name: "webgpu" }], logSeverityLevel: LOG_SEVERITY[log] };
}

/** A copy of a list of values: what crosses to the device keeps its precision or is rounded to the device's. */
function uploadGraph(precision: Precision): Uint8Array {
  const b = new GraphBuilder("upload");
  addConversion(b, b.input("x", "float32", ["n"]), precision);
  return b.encode();
}

function zerosGraph(precision: Precision): Uint8Array {
  const b = new GraphBuilder("zeros");
  addConversion(b, b.op("Expand", [b.input("x", "float32", [1]), b.input("shape", "int64", [1])]), precision);
  return b.encode();
}

function addConversion(b: GraphBuilder, x: string, precision: Precision): void {
  if (precision === "fp16") {
    b.op("Cast", [x], { to: int(FLOAT16) }, "y");
  } else {
    b.op("Identity", [x], {}, "y");
  }
  b.output("y", ELEMENT[precision], ["n"]);
}
