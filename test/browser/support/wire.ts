import type { Page } from "playwright-core";

/** A denoising step as the gateway told the page of it. */
export interface WireStep {
  readonly step: number;
  readonly positions: readonly number[];
  readonly pieces: readonly string[];
  readonly confidences: readonly number[];
  /** Null: every row. */
  readonly recomputed: readonly number[] | null;
}

export interface WireAnswer {
  /** Tokens of the canvas. */
  readonly length: number;
  readonly steps: readonly WireStep[];
  readonly usage: { readonly steps: number; readonly dense_compute_share: number };
}

/** Keeps a copy of what the page's calls answer from now on: the browser itself keeps no streamed bodies. */
export async function tap(page: Page): Promise<void> {
  await page.evaluate(`
    const plain = window.fetch;
    window.fetch = async (...call) => {
      const response = await plain(...call);
      window.tapped = response.clone().text();
      return response;
    };
  `);
}

/** Reads the whole of the last streamed answer with its canvas, by other code than the page's. */
export async function readAnswer(page: Page): Promise<WireAnswer> {
  const chunks = String(await page.evaluate("window.tapped"))
    .split("\n\n")
    .filter((event) => event.startsWith("data: {"))
    .map((event) => JSON.parse(event.slice("data: ".length)));
  const events = chunks.flatMap(({ dyllm_canvas: event }) => (event === undefined ? [] : [event]));
  return {
    length: events.find((event) => event.length !== undefined).length,
    steps: events.filter((event) => event.step !== undefined),
    usage: chunks.findLast(({ usage }) => usage?.dyllm !== undefined).usage.dyllm,
  };
}
