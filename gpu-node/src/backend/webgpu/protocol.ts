import type { ModelShape } from "../backend.ts";
import type { Reply, Start } from "../calls/protocol.ts";
import type { Precision } from "./device.ts";

/** What the device process is started with. */
export interface DeviceSettings {
  readonly directory: string;
  readonly precision: Precision;
  /** Bytes of device memory; null: what `slots` full canvases take. */
  readonly memoryBytes: number | null;
  /** Canvases that are to be open together. */
  readonly slots: number;
  /** Bytes of keys and values kept of closed canvases, of those that no open one needs. */
  readonly retainBytes: number;
  /** Largest buffer the adapter binds, bytes. */
  readonly maxBindingBytes: number;
  /** Package of the native runtime. */
  readonly nativeModule: string;
}

/** A device process with a loaded model. */
export interface LoadedDevice {
  readonly shape: ModelShape;
  /** Longest canvas the model takes; the shape's is less where memory is short. */
  readonly modelRows: number;
  readonly weightBytes: number;
  readonly poolBytes: number;
  readonly poolRows: number;
}

/** Device process → node. */
export type DeviceReport = Start<LoadedDevice> | Reply;
