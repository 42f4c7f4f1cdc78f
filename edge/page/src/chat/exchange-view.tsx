import { showCanvas } from "../settings.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { Icon, type IconName } from "../ui/icon.tsx";
import { AnswerView } from "./answer-view.tsx";
import { canvasAnswer, canvasShown } from "./canvas-choice.ts";
import { type Answer, conversation, type Exchange, persist, shownAnswer } from "./conversation.ts";
import { focusComposer } from "./focus-composer.ts";
import { QuestionView } from "./question-view.tsx";
import { regenerate, running } from "./run-answer.ts";

/** A question with the answer that is shown. */
export function ExchangeView({ exchange }: { readonly exchange: Exchange }) {
  const answer = shownAnswer(exchange);
  const last = conversation.value.at(-1) === exchange;
  return (
    <article class="exchange">
      <QuestionView exchange={exchange} />
      {answer !== null && (
        <>
          <AnswerView
            answer={answer}
            onRetry={last ? () => regenerate(exchange, "same") : null}
            onEdit={() => {
              exchange.editing.value ??= exchange.question;
            }}
          />
          {hasEnded(answer) && <AnswerBar exchange={exchange} answer={answer} last={last} />}
        </>
      )}
    </article>
  );
}

/** What can be done with an answer; comes when it has ended, so that the growing text moves nothing. */
function AnswerBar(props: { readonly exchange: Exchange; readonly answer: Answer; readonly last: boolean }) {
  const { exchange, answer, last } = props;
  return (
    <div class="bar answer-bar">
      <CopyButton text={answer.text.value} label="Copy the answer" />
      {showCanvas.value && answer.trace.value !== null && (
        <button
          type="button"
          class="icon-button quiet"
          aria-label="Show its canvas"
          title="Show its canvas"
          aria-pressed={canvasShown.value === answer}
          onClick={() => {
            canvasAnswer.value = answer;
          }}
        >
          <Icon name="grid" />
        </button>
      )}
      {last && (
        <>
          <Again exchange={exchange} seed="same" icon="again" title="Ask again with the same seed" />
          <Again exchange={exchange} seed="other" icon="shuffle" title="Ask again with another seed" />
        </>
      )}
      {exchange.answers.value.length > 1 && <Versions exchange={exchange} />}
      <span class="about">{about(answer)}</span>
    </div>
  );
}

function Again(props: {
  readonly exchange: Exchange;
  readonly seed: "same" | "other";
  readonly icon: IconName;
  readonly title: string;
}) {
  const { exchange, seed, icon, title } = props;
  return (
    <button
      type="button"
      class="quiet named"
      title={title}
      disabled={running.value !== null}
      onClick={() => {
        // The bar goes while the answer comes: the focus must not go with it.
        focusComposer();
        regenerate(exchange, seed);
      }}
    >
      <Icon name={icon} />
      {seed === "same" ? "Same seed" : "New seed"}
    </button>
  );
}

function hasEnded({ state }: Answer): boolean {
  return state.value.kind !== "waiting" && state.value.kind !== "streaming";
}

/** How an answer was made, in a few words. */
function about({ seed, temperature, usage }: Answer): string {
  const cost = usage.value;
  const parts = [
    cost === null ? "" : `${cost.completionTokens} tokens in ${cost.steps} ${cost.steps === 1 ? "step" : "steps"}`,
    temperature > 0 ? `temperature ${temperature}` : "",
    `seed ${seed}`,
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

/** Steps through the answers to one question. */
function Versions({ exchange }: { readonly exchange: Exchange }) {
  const count = exchange.answers.value.length;
  const at = exchange.shown.value;
  const busy = running.value !== null;
  const show = (index: number): void => {
    exchange.shown.value = index;
    canvasAnswer.value = null;
    persist();
  };
  return (
    <span class="versions">
      <button
        type="button"
        class="icon-button quiet"
        aria-label="Earlier answer"
        disabled={busy || at === 0}
        onClick={() => show(at - 1)}
      >
        <Icon name="left" />
      </button>
      {at + 1}/{count}
      <button
        type="button"
        class="icon-button quiet"
        aria-label="Later answer"
        disabled={busy || at === count - 1}
        onClick={() => show(at + 1)}
      >
        <Icon name="right" />
      </button>
    </span>
  );
}
