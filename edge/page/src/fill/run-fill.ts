import { signal } from "@preact/signals";
import { streamAnswer } from "../api/chat.ts";
import { type Problem, toProblem } from "../api/problem.ts";
import { Trace } from "../canvas/trace.ts";
import { apiKey } from "../session.ts";
import { denoisingOf, settings } from "../settings.ts";
import { readStored, store } from "../storage.ts";
import { announce } from "../ui/announcer.tsx";
import { type GappedText, takeApart, withoutSpaces, withSpaces } from "./gaps.ts";

const TEXT = "dyllm.fill";

/** What the editor begins with. The browser tests have the default model fill it, and run the result. */
const FIRST_TEXT = `function f(n) {
  let result = 0;
  for (let i = 1; [[gap 3]]; i++) {
    result += [[gap 1]];
  }
  return [[gap 1]];
}`;

/** The text with its gaps; survives a reload. */
export const gapped = signal(readStored(TEXT) ?? FIRST_TEXT);
gapped.subscribe((value) => store(TEXT, value));

export interface Filled {
  readonly text: GappedText;
  readonly fills: readonly string[];
}

/** Whether the text is the one to begin with. */
export function fillIsUntouched(): boolean {
  return gapped.value === FIRST_TEXT;
}

/** The last text that was filled. */
export const filled = signal<Filled | null>(null);
export const fillProblem = signal<Problem | null>(null);
export const fillTrace = signal<Trace | null>(null);
/** Ends the filling under way; null when there is none. */
export const filling = signal<AbortController | null>(null);

/** Forgets the text and what filled it. */
export function forgetFill(): void {
  filling.value?.abort();
  gapped.value = FIRST_TEXT;
  filled.value = null;
  fillProblem.value = null;
  fillTrace.value = null;
}

/** Has the model fill the gaps of {@link gapped}. A failure leaves the text as it is. */
export async function fill(): Promise<void> {
  const text = takeApart(gapped.value);
  if (text.gapTokens.length === 0 || filling.value !== null) {
    return;
  }
  const controller = new AbortController();
  filling.value = controller;
  fillProblem.value = null;
  filled.value = null;
  fillTrace.value = null;
  try {
    const fills = await gapsOf(text, controller.signal);
    filled.value = { text: withSpaces(text, fills), fills };
    announce(`Filled. ${fills.join(". ")}`);
  } catch (thrown) {
    if (!controller.signal.aborted) {
      fillProblem.value = toProblem(thrown, "disconnected");
    }
  } finally {
    filling.value = null;
  }
}

async function gapsOf(text: GappedText, signal: AbortSignal): Promise<readonly string[]> {
  const { model, temperature, seed } = settings.value;
  const body = {
    model,
    prompt: "",
    temperature,
    ...(seed !== null && { seed }),
    dyllm: {
      segments: withoutSpaces(text).segments,
      gap_tokens: text.gapTokens,
      ...denoisingOf(settings.value),
    },
  };
  let fills: readonly string[] | null = null;
  for await (const event of streamAnswer("/v1/completions", body, apiKey.value ?? "", signal)) {
    switch (event.type) {
      case "finish":
        fills = event.gaps;
        break;
      case "canvas":
        if (event.event.type === "open") {
          fillTrace.value = new Trace(event.event, text.gapTokens);
        } else if (event.event.type === "step") {
          fillTrace.value?.add(event.event.step);
        } else {
          fillTrace.value?.resumedOn(event.event.node);
        }
        break;
      case "usage":
        break;
      case "text":
        // The pieces of all gaps come as one text; the end tells them apart.
        break;
      default:
        event satisfies never;
    }
  }
  if (fills === null) {
    throw new TypeError("the answer names no gaps");
  }
  const found = fills;
  return text.gapTokens.map((_, i) => found[i] ?? "");
}
