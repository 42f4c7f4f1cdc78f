import { type ChildProcess, fork } from "node:child_process";
import type { ModelError } from "../../model/model-error.ts";
import { BackendError } from "../backend.ts";
import { toError } from "../calls/failure.ts";
import { PendingCalls } from "../calls/pending-calls.ts";
import type { Failure, Operation, Operations } from "../calls/protocol.ts";
import { isDeviceLost } from "./device-failure.ts";
import { DeviceLog } from "./device-log.ts";
import { checkPlacements, readPlacements } from "./placement.ts";
import type { DeviceReport, DeviceSettings } from "./protocol.ts";

type Ready = Extract<DeviceReport, { type: "ready" }>;

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
  readonly #calls: PendingCalls;

  private constructor(child: ChildProcess, log: DeviceLog, ready: Ready, placed: DeviceProcess["placed"]) {
    this.#child = child;
    this.#log = log;
    this.ready = ready;
    this.placed = placed;
    this.#calls = new PendingCalls((call) => child.send(call), errorOf);
    child.on("message", (report: DeviceReport) => {
      if (report.type === "result" || report.type === "failure") {
        this.#calls.settle(report);
      }
    });
    child.on("exit", (code, signal) => {
      this.#calls.end(new DeviceLostError(`${ending(code, signal)}: ${this.#log.lastLines()}`));
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
    return this.#calls.call(operation, argument);
  }

  /** Ends the process at once. */
  kill(): void {
    this.#calls.end(new BackendError("unavailable", "the backend was disposed"));
    this.#child.kill("SIGKILL");
  }
}

/** What a failed call is rejected with: a lost device stands out, since the call can be made again on another. */
function errorOf(failure: Failure): ModelError | BackendError {
  const error = toError(failure);
  return isDeviceLost(error.message) ? new DeviceLostError(error.message) : error;
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
