import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { CopyButton } from "../ui/copy-button.tsx";
import { offerUndo } from "../ui/undo.tsx";
import { conversation, type Exchange } from "./conversation.ts";
import { edit, running } from "./run-answer.ts";

/** What the person wrote; can be edited, which asks again from there. */
export function QuestionView({
  exchange,
  editing,
}: {
  readonly exchange: Exchange;
  readonly editing: Signal<boolean>;
}) {
  return (
    <div class="question">
      {editing.value ? (
        <QuestionEditor exchange={exchange} editing={editing} />
      ) : (
        <>
          <p class="question-text">{exchange.question}</p>
          <div class="question-bar">
            <CopyButton text={exchange.question} label="Copy the message" />
            <button
              type="button"
              class="quiet"
              disabled={running.value !== null}
              aria-label="Edit the message"
              onClick={() => {
                editing.value = true;
              }}
            >
              Edit
            </button>
          </div>
        </>
      )}
    </div>
  );
}

function QuestionEditor({ exchange, editing }: { readonly exchange: Exchange; readonly editing: Signal<boolean> }) {
  const text = useSignal(exchange.question);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);
  const close = (): void => {
    editing.value = false;
  };
  const send = (): void => {
    const question = text.value.trim();
    if (question === "") {
      return;
    }
    const later = conversation.value.at(-1) !== exchange;
    close();
    const undo = edit(exchange, question);
    offerUndo(later ? "The message was changed; what followed it is gone." : "The message was changed.", undo);
  };
  return (
    <form
      class="question-editor"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={area}
        value={text.value}
        aria-label="Edit the message"
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            close();
          } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
            event.preventDefault();
            send();
          }
        }}
      />
      <div class="row">
        <button type="submit" class="primary">
          Ask again
        </button>
        <button type="button" onClick={close}>
          Cancel
        </button>
      </div>
    </form>
  );
}
