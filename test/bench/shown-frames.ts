import type { Browser, Page } from "playwright-core";

/** What Chromium's compositor reports of every frame of the screen, and nothing else that would slow it down. */
const CATEGORIES = ["cc", "benchmark"];

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly args?: { readonly frame_reporter?: { readonly state: string; readonly frame_sequence: number } };
}

export interface ShownFrames {
  /** Frames of the screen in which the page had something new to show. */
  readonly wanted: number;
  /** Those of them that came to the screen in time, with everything new in them. */
  readonly shown: number;
}

/**
 * Counts frames as they came to the screen while something runs. Animation callbacks say when the page was asked for a
 * frame, not whether it was ready with it.
 */
export async function shownFrames(browser: Browser, page: Page, run: () => Promise<void>): Promise<ShownFrames> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await run();
  const trace: { readonly traceEvents: readonly TraceEvent[] } = JSON.parse((await browser.stopTracing()).toString());
  // A frame whose main thread was late is reported twice: as shown without it, and as shown (or dropped) with it.
  const states = new Map<number, Set<string>>();
  for (const { name, ph, args } of trace.traceEvents) {
    const reporter = args?.frame_reporter;
    if (name === "PipelineReporter" && ph === "b" && reporter !== undefined) {
      const known = states.get(reporter.frame_sequence) ?? new Set();
      states.set(reporter.frame_sequence, known.add(reporter.state));
    }
  }
  const wanted = [...states.values()].filter((seen) => seen.size > 1 || !seen.has("STATE_NO_UPDATE_DESIRED"));
  return { wanted: wanted.length, shown: wanted.filter((seen) => seen.has("STATE_PRESENTED_ALL")).length };
}
