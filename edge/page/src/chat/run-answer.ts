import { batch, signal } from "@preact/signals";
import { type AnswerEvent, streamAnswer } from "../api/chat.ts";
import { toProblem } from "../api/problem.ts";
import { Trace } from "../canvas/trace.ts";
import { apiKey } from "../session.ts";
import { denoisingOf, settings } from "../settings.ts";
import { announce } from "../ui/announcer.tsx";
import { FrameInbox } from "../ui/frame-inbox.ts";
import { canvasAnswer } from "./canvas-choice.ts";
import {
  type Answer,
  conversation,
  type Exchange,
  messagesUpTo,
  newAnswer,
  newExchange,
  persist,
} from "./conversation.ts";

/** Another seed changes nothing in a greedy answer, so asking for one asks for some noise too. */
const RESEED_TEMPERATURE = 1;

/** Ends the answer under way; null when there is none. */
export const running = signal<AbortController | null>(null);

/** Asks a new question at the end of the conversation. */
export function ask(question: string): void {
  const exchange = newExchange(question);
  conversation.value = [...conversation.value, exchange];
  void answer(exchange, newAnswer(settings.value.seed ?? randomSeed(), settings.value.temperature));
}

/** Asks again: with the same seed, which repeats the answer, or with another one. */
export function regenerate(exchange: Exchange, seed: "same" | "other"): void {
  const last = exchange.answers.value[exchange.shown.value];
  if (seed === "same" && last !== undefined) {
    void answer(exchange, newAnswer(last.seed, last.temperature));
  } else {
    const { temperature } = settings.value;
    void answer(exchange, newAnswer(randomSeed(), temperature === 0 ? RESEED_TEMPERATURE : temperature));
  }
}

/** Replaces an earlier question. What followed it goes; returns what undoes that. */
export function edit(exchange: Exchange, question: string): () => void {
  const before = conversation.value;
  const replaced = newExchange(question);
  conversation.value = [...before.slice(0, before.indexOf(exchange)), replaced];
  void answer(replaced, newAnswer(settings.value.seed ?? randomSeed(), settings.value.temperature));
  return () => {
    stop();
    conversation.value = before;
    persist();
  };
}

/** Ends the answer under way. Closing the connection makes the gateway cancel the work on the node. */
export function stop(): void {
  running.value?.abort();
}

async function answer(exchange: Exchange, fresh: Answer): Promise<void> {
  stop();
  canvasAnswer.value = null;
  // An attempt that came to nothing is no answer to go back to.
  exchange.answers.value = [...exchange.answers.value.filter((one) => !cameToNothing(one)), fresh];
  exchange.shown.value = exchange.answers.value.length - 1;
  const controller = new AbortController();
  running.value = controller;
  // What was asked survives a reload even when the answer does not.
  persist();
  const inbox = new FrameInbox<AnswerEvent>((events) =>
    batch(() => {
      for (const event of events) {
        take(fresh, event);
      }
    }),
  );
  try {
    const events = streamAnswer(
      "/v1/chat/completions",
      requestBody(exchange, fresh),
      apiKey.value ?? "",
      controller.signal,
    );
    for await (const event of events) {
      inbox.add(event);
    }
    inbox.flush();
    if (fresh.state.value.kind !== "done") {
      fresh.state.value = { kind: "done", reason: "stop" };
    }
    announce(`Answer complete. ${fresh.text.value}`);
  } catch (thrown) {
    inbox.flush();
    if (controller.signal.aborted) {
      fresh.state.value = { kind: "stopped" };
      announce("Stopped.");
    } else {
      // Its note is an alert: that is read out without an announcement.
      fresh.state.value = { kind: "failed", problem: toProblem(thrown, "disconnected") };
    }
  } finally {
    if (running.value === controller) {
      running.value = null;
    }
    persist();
  }
}

function cameToNothing({ state, text }: Answer): boolean {
  return state.value.kind === "failed" && text.value === "";
}

function requestBody(exchange: Exchange, fresh: Answer): Readonly<Record<string, unknown>> {
  const { model, maxTokens, system } = settings.value;
  return {
    model,
    messages: messagesUpTo(exchange, system),
    temperature: fresh.temperature,
    seed: fresh.seed,
    ...(maxTokens !== null && { max_completion_tokens: maxTokens }),
    dyllm: denoisingOf(settings.value),
  };
}

function take(fresh: Answer, event: AnswerEvent): void {
  if (fresh.state.value.kind === "waiting") {
    fresh.state.value = { kind: "streaming" };
  }
  switch (event.type) {
    case "text":
      fresh.text.value += event.text;
      break;
    case "usage":
      fresh.usage.value = event.usage;
      break;
    case "finish":
      fresh.state.value = { kind: "done", reason: event.reason };
      break;
    case "canvas":
      if (event.event.type === "open") {
        fresh.trace.value = new Trace(event.event);
      } else if (event.event.type === "step") {
        fresh.trace.value?.add(event.event.step);
      } else {
        fresh.resumedOn.value = event.event.node ?? "another node";
        fresh.trace.value?.resumedOn(event.event.node);
      }
      break;
    default:
      event satisfies never;
  }
}

/** Seeds are 32-bit at the node. */
function randomSeed(): number {
  const [seed = 0] = crypto.getRandomValues(new Uint32Array(1));
  return seed;
}
