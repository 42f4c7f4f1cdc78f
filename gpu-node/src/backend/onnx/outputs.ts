import type { InferenceSession } from "./runtime.ts";

export type Outputs = InferenceSession.OnnxValueMapType;

/** Data of a float32 output; anything else is a bug in the graph. */
export function floatData(outputs: Outputs, name: string): Float32Array {
  const data = outputs[name] !== undefined && "data" in outputs[name] ? outputs[name].data : null;
  if (!(data instanceof Float32Array)) {
    throw new TypeError(`output ${name} is not float32`);
  }
  return data;
}

/** Data of an int64 output; anything else is a bug in the graph. */
export function int64Data(outputs: Outputs, name: string): BigInt64Array {
  const data = outputs[name] !== undefined && "data" in outputs[name] ? outputs[name].data : null;
  if (!(data instanceof BigInt64Array)) {
    throw new TypeError(`output ${name} is not int64`);
  }
  return data;
}

/** The data of all outputs. */
export function outputArrays(outputs: Outputs): ArrayBufferView[] {
  return Object.values(outputs).flatMap((output) =>
    "data" in output && ArrayBuffer.isView(output.data) ? [output.data] : [],
  );
}
