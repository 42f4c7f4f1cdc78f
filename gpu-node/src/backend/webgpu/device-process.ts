import { type ChildProcess, fork } from "node:child_process";
import { BackendError } from "../backend.ts";
import { toError } from "../onnx/failure.ts";
import type { Call, Operation, Operations } from "../onnx/protocol.ts";
import { isDeviceLost } from "./device-failure.ts";
import { DeviceLog } from "./device-log.ts";
import { checkPlacements, readPlacements } from "./placement.ts";
import type { DeviceReport, DeviceSettings } from "./protocol.ts";

type Ready = Extract<DeviceReport, { type: "ready" }>;

interface Pending {
  readonly resolve: (result: Operations[Operation]["result"]) => void;
  readonly reject: (error: Error) => void;
}

/** The device is gone: its process ended, or the driver said so. What ran on it can be run again on another. */
export class DeviceLostError extends BackendError {
  constructor(message: string) {
    super("failed", message);
    this.name = "DeviceLostError";
  }
}

/** One device process with a loaded model, seen from the node. */
export class DeviceProcess {
  readonly ready: Ready;
  /** Operators on the device and on the host, from the session's own log. */
  readonly placed: { readonly device: number; readonly host: number };
  readonly #child: ChildProcess;
  readonly #log: DeviceLog;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #ended: BackendError | null = null;

  private constructor(child: ChildProcess, log: DeviceLog, ready: Ready, placed: DeviceProcess["placed"]) {
    this.#child = child;
    this.#log = log;
    this.ready = ready;
    this.placed = placed;
    child.on("message", (report: DeviceReport) => this.#receive(report));
    child.on("exit", (code, signal) => {
      this.#end(new DeviceLostError(`${ending(code, signal)}: ${this.#log.lastLines()}`));
      this.#log.close();
    });
  }

  /**
   * Starts a process, loads the model on the device and checks where its operators run.
   * @throws ModelError when the model cannot be loaded
   * @throws BackendError `unavailable` when the runtime finds no device or the driver crashes, `out_of_memory`, `failed`
   *   when an operator would silently run on the host
   */
  static async start(settings: DeviceSettings): Promise<DeviceProcess> {
    const log = new DeviceLog();
    const child = fork(new URL("./process-start.js", import.meta.url), [], {
      execArgv: [],
      serialization: "advanced", // typed arrays as such
      stdio: ["ignore", "ignore", log.descriptor, "ipc"],
    });
    try {
      const ready = await firstReport(child, settings, log);
      const placed = checkPlacements(readPlacements(log.placement()));
      return new DeviceProcess(child, log, ready, placed);
    } catch (error) {
      child.kill("SIGKILL");
      log.close();
      throw error;
    }
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  call<K extends Operation>(operation: K, argument: Operations[K]["argument"]): Promise<Operations[K]["result"]> {
    if (this.#ended !== null) {
      return Promise.reject(this.#ended);
    }
    const id = this.#nextId++;
    return new Promise<Operations[K]["result"]>((resolve, reject) => {
      // The process answers an id with the result of the operation that was sent under it.
      this.#pending.set(id, { resolve: resolve as Pending["resolve"], reject });
      this.#child.send({ id, operation, argument } as Call);
    });
  }

  /** Ends the process at once. */
  kill(): void {
    this.#end(new BackendError("unavailable", "the backend was disposed"));
    this.#child.kill("SIGKILL");
  }

  #receive(report: DeviceReport): void {
    if (report.type === "result") {
      this.#take(report.id)?.resolve(report.result);
    } else if (report.type === "failure") {
      const error = toError(report.failure);
      this.#take(report.id)?.reject(isDeviceLost(error.message) ? new DeviceLostError(error.message) : error);
    }
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #end(reason: BackendError): void {
    this.#ended ??= reason;
    for (const { reject } of this.#pending.values()) {
      reject(this.#ended);
    }
    this.#pending.clear();
  }
}

function ending(code: number | null, signal: string | null): string {
  return signal === null
    ? `the device process ended with code ${code}`
    : `the driver crashed, or the process was killed (${signal})`;
}

function firstReport(child: ChildProcess, settings: DeviceSettings, log: DeviceLog): Promise<Ready> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      child.off("message", onMessage).off("exit", onExit).off("error", onError);
    };
    const onMessage = (report: DeviceReport): void => {
      settle();
      if (report.type === "ready") {
        resolve(report);
      } else {
        reject(report.type === "broken" ? toError(report.failure) : new BackendError("failed", "unexpected report"));
      }
    };
    const onExit = (code: number | null, signal: string | null): void => {
      settle();
      reject(new BackendError("unavailable", `${ending(code, signal)} while loading: ${log.lastLines()}`));
    };
    const onError = (error: Error): void => {
      settle();
      reject(new BackendError("unavailable", `no device process: ${error.message}`, { cause: error }));
    };
    child.on("message", onMessage).on("exit", onExit).on("error", onError);
    child.send(settings);
  });
}
