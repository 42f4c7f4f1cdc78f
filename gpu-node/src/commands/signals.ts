import { EXIT } from "./usage.ts";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Resolves with the first SIGINT or SIGTERM; the second one ends the process at once, whatever still runs. */
export function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    let first = true;
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        if (!first) {
          process.exit(EXIT.interrupted);
        }
        first = false;
        resolve(signal);
      });
    }
  });
}

/** Aborted by the first SIGINT or SIGTERM; the second one ends the process at once. */
export function interruptSignal(): AbortSignal {
  const abort = new AbortController();
  void stopSignal().then(() => abort.abort());
  return abort.signal;
}
