import { monitorEventLoopDelay } from "node:perf_hooks";

/** Sampling interval of the delay histogram, in ms; delays shorter than this are not seen. */
const RESOLUTION_MS = 10;

export interface LoopLagMonitor {
  /** Longest delay since the last call, in seconds; 0 when the loop was never late. Starts the next interval. */
  takeMaxSeconds(): number;
  stop(): void;
}

/** Watches how late the event loop runs: the bound on how late a cancellation or a frame can be. */
export function watchEventLoop(): LoopLagMonitor {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  return {
    takeMaxSeconds() {
      // `max` holds the whole interval between two samples, so what exceeds the resolution is the lag.
      const lagMs = histogram.max / 1e6 - RESOLUTION_MS;
      histogram.reset();
      return Math.max(0, lagMs) / 1000;
    },
    stop: () => {
      histogram.disable();
    },
  };
}
