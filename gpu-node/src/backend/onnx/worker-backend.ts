import { Worker } from "node:worker_threads";
import { type Backend, BackendError, type ModelShape, type Slot, type StepPlan, type StepResult } from "../backend.ts";
import { toError } from "../calls/failure.ts";
import { PendingCalls } from "../calls/pending-calls.ts";
import type { Report, WorkerSettings } from "./protocol.ts";

type Ready = Extract<Report, { type: "ready" }>;

/** Main-thread side of a backend whose work is done in a worker thread. Calls run in the order they are made. */
export class WorkerBackend implements Backend {
  readonly name: string;
  readonly threads: number;
  readonly shape: ModelShape;
  readonly #worker: Worker;
  readonly #calls: PendingCalls;

  private constructor(worker: Worker, ready: Ready) {
    this.name = ready.name;
    this.threads = ready.threads;
    this.shape = ready.shape;
    this.#worker = worker;
    const calls = new PendingCalls((call) => worker.postMessage(call));
    this.#calls = calls;
    worker.on("message", (report: Report) => {
      if (report.type === "result" || report.type === "failure") {
        calls.settle(report);
      }
    });
    worker.on("error", (error) => calls.end(new BackendError("failed", `the worker thread crashed: ${String(error)}`)));
    worker.on("exit", (code) => calls.end(new BackendError("failed", `the worker thread ended with code ${code}`)));
  }

  /**
   * Starts the worker and waits until the model is loaded.
   *
   * @param log told once when `auto` fell back to WebAssembly
   * @throws ModelError when the model cannot be loaded, BackendError when the runtime cannot
   */
  static async start(settings: WorkerSettings, log: (message: string) => void): Promise<WorkerBackend> {
    const worker = new Worker(new URL("./worker-start.js", import.meta.url), {
      // The start file registers the TypeScript loader; the process's `--import` modules would not do it for a thread.
      execArgv: [],
      workerData: settings,
    });
    try {
      const ready = await firstReport(worker);
      if (ready.fallback !== null) {
        log(`the native runtime is not available, using WebAssembly: ${ready.fallback}`);
      }
      return new WorkerBackend(worker, ready);
    } catch (error) {
      await worker.terminate();
      throw error;
    }
  }

  open(tokens: Int32Array): Promise<Slot> {
    return this.#calls.call("open", tokens);
  }

  step(plans: readonly StepPlan[]): Promise<readonly StepResult[]> {
    return this.#calls.call("step", plans);
  }

  warm(slot: Slot, scope: string): Promise<number> {
    return this.#calls.call("warm", { slot, scope });
  }

  async close(slot: Slot, scope?: string): Promise<void> {
    await this.#calls.call("close", { slot, scope: scope ?? null });
  }

  usage(): Promise<{ readonly slots: number; readonly cacheBytes: number }> {
    return this.#calls.call("usage", null);
  }

  async dispose(): Promise<void> {
    if (!this.#calls.ended) {
      await this.#calls.call("dispose", null);
      this.#calls.end(new BackendError("unavailable", "the backend was disposed"));
    }
    await this.#worker.terminate();
  }
}

function firstReport(worker: Worker): Promise<Ready> {
  return new Promise((resolve, reject) => {
    // Removed one by one: `removeAllListeners` would also take the thread's own, and no message would arrive any more.
    const settle = (): void => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
    };
    const onMessage = (report: Report): void => {
      settle();
      if (report.type === "ready") {
        resolve(report);
      } else {
        reject(report.type === "broken" ? toError(report.failure) : new BackendError("failed", "unexpected report"));
      }
    };
    const onError = (error: unknown): void => {
      settle();
      reject(new BackendError("failed", `the worker thread crashed: ${String(error)}`, { cause: error }));
    };
    const onExit = (code: number): void => {
      settle();
      reject(new BackendError("failed", `the worker thread ended with code ${code}`));
    };
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
  });
}
