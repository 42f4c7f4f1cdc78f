import { type Signal, signal } from "@preact/signals";
import type { ChatMessage, Usage } from "../api/chat.ts";
import { type Problem, problemOf } from "../api/problem.ts";
import { list, number, record, text } from "../api/read.ts";
import type { Trace } from "../canvas/trace.ts";
import { readStored, store } from "../storage.ts";

const CONVERSATION = "dyllm.conversation";
const DRAFT = "dyllm.draft";

export type AnswerState =
  | { readonly kind: "waiting"; readonly sinceMs: number }
  | { readonly kind: "streaming" }
  | { readonly kind: "done"; readonly reason: string }
  | { readonly kind: "stopped" }
  | { readonly kind: "failed"; readonly problem: Problem };

/** One answer, as it comes and afterwards. */
export interface Answer {
  readonly text: Signal<string>;
  readonly state: Signal<AnswerState>;
  readonly trace: Signal<Trace | null>;
  readonly usage: Signal<Usage | null>;
  /** The node that took over in the middle, if one had to. */
  readonly resumedOn: Signal<string | null>;
  readonly seed: number;
  readonly temperature: number;
}

/** A question and its answers: each regeneration adds one. */
export interface Exchange {
  readonly id: number;
  readonly question: string;
  readonly answers: Signal<readonly Answer[]>;
  /** Index of the answer that is shown and that the conversation goes on from. */
  readonly shown: Signal<number>;
  /** The question as it is being rewritten; null when it is not. */
  readonly editing: Signal<string | null>;
}

let lastId = 0;

/** The conversation of this tab. */
export const conversation = signal<readonly Exchange[]>(restore());

/** What stands in the composer; survives a reload. */
export const draft = signal(readStored(DRAFT) ?? "");
draft.subscribe((value) => store(DRAFT, value === "" ? null : value));

// What came since the last change of the conversation, and edits under way, survive a reload too.
window.addEventListener("pagehide", persist);

export function newExchange(question: string): Exchange {
  return { id: ++lastId, question, answers: signal([]), shown: signal(0), editing: signal<string | null>(null) };
}

export function newAnswer(seed: number, temperature: number): Answer {
  return {
    text: signal(""),
    state: signal<AnswerState>({ kind: "waiting", sinceMs: Date.now() }),
    trace: signal<Trace | null>(null),
    usage: signal<Usage | null>(null),
    resumedOn: signal<string | null>(null),
    seed,
    temperature,
  };
}

/** The answer of an exchange that is shown, or null before the first. */
export function shownAnswer(exchange: Exchange): Answer | null {
  return exchange.answers.value[exchange.shown.value] ?? null;
}

/** The messages up to and with an exchange's question, as the API takes them. Answers without text are left out. */
export function messagesUpTo(exchange: Exchange, system: string): readonly ChatMessage[] {
  const index = conversation.value.indexOf(exchange);
  const messages: ChatMessage[] = system.trim() === "" ? [] : [{ role: "system", content: system }];
  for (const earlier of conversation.value.slice(0, index)) {
    const content = shownAnswer(earlier)?.text.value ?? "";
    messages.push({ role: "user", content: earlier.question });
    if (content !== "") {
      messages.push({ role: "assistant", content });
    }
  }
  return [...messages, { role: "user", content: exchange.question }];
}

/** Keeps the conversation's text over a reload. Canvases are too large to keep. */
export function persist(): void {
  const kept = conversation.value.map((exchange) => ({
    question: exchange.question,
    shown: exchange.shown.value,
    editing: exchange.editing.value,
    answers: exchange.answers.value.map((answer) => ({
      text: answer.text.value,
      seed: answer.seed,
      temperature: answer.temperature,
      whole: answer.state.value.kind === "done",
    })),
  }));
  store(CONVERSATION, kept.length === 0 ? null : JSON.stringify(kept));
}

/** Forgets everything that was written. */
export function forgetConversation(): void {
  conversation.value = [];
  draft.value = "";
  persist();
}

function restore(): readonly Exchange[] {
  const stored = readStored(CONVERSATION);
  try {
    return list(stored === null ? null : JSON.parse(stored)).map((value) => restoreExchange(record(value)));
  } catch {
    return [];
  }
}

function restoreExchange(kept: Readonly<Record<string, unknown>>): Exchange {
  const exchange = newExchange(text(kept.question) ?? "");
  exchange.answers.value = list(kept.answers).map((value) => {
    const { text: written, seed, temperature, whole } = record(value);
    const answer = newAnswer(number(seed) ?? 0, number(temperature) ?? 0);
    answer.text.value = text(written) ?? "";
    answer.state.value =
      whole === true ? { kind: "done", reason: "stop" } : { kind: "failed", problem: problemOf("disconnected", null) };
    return answer;
  });
  exchange.shown.value = number(kept.shown) ?? 0;
  exchange.editing.value = text(kept.editing);
  return exchange;
}
