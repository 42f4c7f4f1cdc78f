import { useLayoutEffect, useRef } from "preact/hooks";
import { useSecondsUntil } from "../ui/countdown.tsx";
import { ProblemNote } from "../ui/problem-note.tsx";
import { addCodeBars } from "./code-bar.ts";
import type { Answer, AnswerState } from "./conversation.ts";
import { renderAnswer } from "./markdown.ts";

/** From here on a wait is explained, in ms. */
const LONG_WAIT_MS = 3_000;

/** One answer: its text as it comes, its state, and what can be done when it failed. */
export function AnswerView(props: {
  readonly answer: Answer;
  readonly onRetry: (() => void) | null;
  readonly onEdit: () => void;
}) {
  const { answer, onRetry, onEdit } = props;
  const state = answer.state.value;
  const busy = state.kind === "waiting" || state.kind === "streaming";
  return (
    <div class="answer" aria-busy={busy} data-state={state.kind}>
      <AnswerText text={answer.text.value} whole={!busy} />
      {busy && answer.text.value === "" && <Waiting state={state} />}
      {answer.resumedOn.value !== null && (
        <p class="note">
          Its node went away in the middle; {answer.resumedOn.value} went on where it stood. Nothing was lost.
        </p>
      )}
      {state.kind === "stopped" && <p class="note">You stopped this answer.</p>}
      {state.kind === "done" && state.reason === "length" && (
        <p class="note">Cut at the longest answer allowed. The settings can allow more.</p>
      )}
      {state.kind === "done" && answer.text.value === "" && <p class="note">The model answered with nothing.</p>}
      {state.kind === "failed" && (
        <ProblemNote problem={state.problem} onEdit={onEdit} {...(onRetry !== null && { onRetry })} />
      )}
    </div>
  );
}

function AnswerText({ text, whole }: { readonly text: string; readonly whole: boolean }) {
  const host = useRef<HTMLDivElement>(null);
  // Before the next paint, so that the text never lags behind the state and the version that are shown with it.
  useLayoutEffect(() => {
    host.current?.replaceChildren(renderAnswer(text, whole));
    if (whole && host.current !== null) {
      addCodeBars(host.current);
    }
  }, [text, whole]);
  return <div ref={host} class="markdown" />;
}

function Waiting({ state }: { readonly state: AnswerState }) {
  const since = state.kind === "waiting" ? state.sinceMs : null;
  const untilExplained = useSecondsUntil(since === null ? null : since + LONG_WAIT_MS);
  return (
    <p class="waiting">
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {since === null
        ? "Filling the canvas"
        : untilExplained > 0
          ? "Waiting for a node"
          : "Still waiting: the node is slow or busy with others. You can stop at any time."}
    </p>
  );
}
