import { useLayoutEffect, useRef } from "preact/hooks";
import { CopyButton } from "../ui/copy-button.tsx";
import { Icon } from "../ui/icon.tsx";
import { offerUndo } from "../ui/undo.tsx";
import { conversation, type Exchange } from "./conversation.ts";
import { focusComposer } from "./focus-composer.ts";
import { edit, running } from "./run-answer.ts";

/** What the person wrote; can be edited, which asks again from there. */
export function QuestionView({ exchange }: { readonly exchange: Exchange }) {
  const text = exchange.editing.value;
  return (
    <div class="question">
      {text !== null ? (
        <QuestionEditor exchange={exchange} text={text} />
      ) : (
        <>
          <p class="question-text">{exchange.question}</p>
          <div class="bar">
            <CopyButton text={exchange.question} label="Copy the message" />
            <button
              type="button"
              class="icon-button quiet"
              disabled={running.value !== null}
              aria-label="Edit the message"
              title="Edit the message"
              onClick={() => {
                exchange.editing.value = exchange.question;
              }}
            >
              <Icon name="edit" />
            </button>
          </div>
        </>
      )}
    </div>
  );
}

/** Its text is kept with the exchange: opening another view, signing in again or a reload does not lose it. */
function QuestionEditor({ exchange, text }: { readonly exchange: Exchange; readonly text: string }) {
  const area = useRef<HTMLTextAreaElement>(null);
  // At once: the next key is meant for it.
  useLayoutEffect(() => area.current?.focus(), []);
  const close = (): void => {
    exchange.editing.value = null;
    focusComposer();
  };
  const cancel = (): void => {
    close();
    if (text !== exchange.question) {
      offerUndo("Your changes to the message were dropped.", () => {
        exchange.editing.value = text;
      });
    }
  };
  const send = (): void => {
    const question = text.trim();
    if (question === "" || running.value !== null) {
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
        value={text}
        aria-label="Edit the message"
        onInput={(event) => {
          exchange.editing.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            // The answer is stopped by the next one only.
            event.preventDefault();
            cancel();
          } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
            event.preventDefault();
            send();
          }
        }}
      />
      <div class="row">
        <button type="submit" class="primary" disabled={running.value !== null}>
          Ask again
        </button>
        <button type="button" onClick={cancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}
