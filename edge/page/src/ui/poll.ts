import { useEffect } from "preact/hooks";

/** Calls `task` now and every `everyMs` while the page is visible; never twice at once. */
export function usePolling(task: (signal: AbortSignal) => Promise<void>, everyMs: number, restartOn: unknown): void {
  useEffect(() => {
    const controller = new AbortController();
    let busy = false;
    const run = async (): Promise<void> => {
      if (busy || document.hidden) {
        return;
      }
      busy = true;
      await task(controller.signal).catch(() => {});
      busy = false;
    };
    void run();
    const timer = setInterval(() => void run(), everyMs);
    return () => {
      clearInterval(timer);
      controller.abort();
    };
  }, [everyMs, restartOn]);
}
