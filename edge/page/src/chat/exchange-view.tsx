import { useSignal } from "@preact/signals";
import { showCanvas } from "../settings.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { AnswerView } from "./answer-view.tsx";
import { canvasAnswer } from "./canvas-choice.ts";
import { type Answer, conversation, type Exchange, persist, shownAnswer } from "./conversation.ts";
import { QuestionView } from "./question-view.tsx";
import { regenerate, running } from "./run-answer.ts";

/** A question with the answer that is shown. */
export function ExchangeView({ exchange }: { readonly exchange: Exchange }) {
  const editing = useSignal(false);
  const answer = shownAnswer(exchange);
  const last = conversation.value.at(-1) === exchange;
  const retry = last ? (): void => regenerate(exchange, "same") : null;
  return (
    <article class="exchange">
      <QuestionView exchange={exchange} editing={editing} />
      {answer !== null && (
        <>
          <AnswerBar exchange={exchange} last={last} />
          <AnswerView
            answer={answer}
            onRetry={retry}
            onEdit={() => {
              editing.value = true;
            }}
          />
        </>
      )}
    </article>
  );
}

/** What can be done with an answer. Above its text, so that nothing moves while the text grows. */
function AnswerBar({ exchange, last }: { readonly exchange: Exchange; readonly last: boolean }) {
  const answers = exchange.answers.value;
  const answer = shownAnswer(exchange);
  const busy = running.value !== null;
  if (answer === null) {
    return null;
  }
  const steps = answer.usage.value?.steps;
  return (
    <div class="answer-bar">
      <span class="about">
        seed {answer.seed}
        {answer.temperature > 0 && ` · temperature ${answer.temperature}`}
        {steps !== undefined &&
          ` · ${answer.usage.value?.completionTokens} tokens in ${steps} ${steps === 1 ? "step" : "steps"}`}
      </span>
      {answers.length > 1 && <Versions exchange={exchange} />}
      <CopyButton text={answer.text.value} label="Copy the answer" />
      {showCanvas.value && (answer.trace.value !== null || coming(answer)) && (
        <button
          type="button"
          class="quiet"
          disabled={answer.trace.value === null}
          aria-pressed={canvasAnswer.value === answer}
          onClick={() => {
            canvasAnswer.value = answer;
          }}
        >
          Canvas
        </button>
      )}
      {last && (
        <>
          <button type="button" class="quiet" disabled={busy} onClick={() => regenerate(exchange, "same")}>
            Same seed
          </button>
          <button
            type="button"
            class="quiet"
            disabled={busy}
            title="Ask again with another seed"
            onClick={() => regenerate(exchange, "other")}
          >
            New seed
          </button>
        </>
      )}
    </div>
  );
}

/** Whether its canvas may still come: the button keeps its place from the start, so that nothing moves when it does. */
function coming({ state }: Answer): boolean {
  return state.value.kind === "waiting" || state.value.kind === "streaming";
}

/** Steps through the answers to one question. */
function Versions({ exchange }: { readonly exchange: Exchange }) {
  const count = exchange.answers.value.length;
  const at = exchange.shown.value;
  const show = (index: number): void => {
    exchange.shown.value = index;
    persist();
  };
  return (
    <span class="versions">
      <button type="button" class="quiet" aria-label="Earlier answer" disabled={at === 0} onClick={() => show(at - 1)}>
        ‹
      </button>
      {at + 1}/{count}
      <button
        type="button"
        class="quiet"
        aria-label="Later answer"
        disabled={at === count - 1}
        onClick={() => show(at + 1)}
      >
        ›
      </button>
    </span>
  );
}
