import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { apiKey } from "../session.ts";
import { settings } from "../settings.ts";
import { Icon } from "../ui/icon.tsx";
import { dismissUndo } from "../ui/undo.tsx";
import { conversation, draft, shownAnswer } from "./conversation.ts";
import { COMPOSER_ID, focusComposer } from "./focus-composer.ts";
import { ask, running, stop } from "./run-answer.ts";
import { SettingsPanel } from "./settings-panel.tsx";

/** From here on the length is shown: a small model's context is a few thousand characters. */
const LONG_DRAFT = 1_500;

const FORM_ID = "composer-form";

/**
 * Where the person writes. Enter sends, Shift+Enter breaks the line, Escape stops the answer. What is sent while an answer
 * is under way goes out when that has come; it stays here when it was stopped or failed.
 */
export function Composer() {
  useEffect(focusComposer, []);
  const busy = running.value !== null;
  const ready = apiKey.value !== null && settings.value.model !== "" && draft.value.trim() !== "";
  const queued = useSignal(false);
  const send = (): void => {
    if (!ready) {
      return;
    }
    if (busy) {
      queued.value = true;
      return;
    }
    const question = draft.value.trim();
    draft.value = "";
    dismissUndo();
    ask(question);
  };
  useEffect(() => {
    if (!busy && queued.value) {
      queued.value = false;
      if (lastAnswerCame()) {
        send();
      }
    }
  }, [busy]);
  return (
    <>
      <div class="composer">
        <form
          id={FORM_ID}
          // As tall as its text: the style sheet lays the field over a copy of it.
          data-text={draft.value}
          onSubmit={(event) => {
            event.preventDefault();
            if (busy) {
              stop();
            } else {
              send();
            }
          }}
        >
          <textarea
            id={COMPOSER_ID}
            rows={1}
            value={draft.value}
            placeholder="Ask something"
            aria-label="Your message"
            aria-describedby="composer-help"
            onInput={(event) => {
              draft.value = event.currentTarget.value;
              queued.value = false;
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
                event.preventDefault();
                send();
              }
            }}
          />
        </form>
        <div class="composer-bar">
          {/* Outside of the form, whose Enter would send the message. */}
          <SettingsPanel />
          <button type="submit" form={FORM_ID} class="primary send" disabled={!busy && !ready}>
            <Icon name={busy ? "stop" : "send"} />
            <span>{busy ? "Stop" : "Send"}</span>
          </button>
        </div>
      </div>
      <p id="composer-help" class={queued.value || draft.value.length >= LONG_DRAFT ? "help" : "help keys"}>
        {queued.value
          ? "Will be sent when this answer has come. Esc stops the answer and keeps the message here."
          : help()}
      </p>
    </>
  );
}

function lastAnswerCame(): boolean {
  const last = conversation.value.at(-1);
  return last === undefined || shownAnswer(last)?.state.value.kind === "done";
}

function help(): string {
  const { length } = draft.value;
  return length >= LONG_DRAFT
    ? `${length.toLocaleString("en")} characters. If it is too long for the model, it is refused and stays here to be edited.`
    : "Enter sends · Shift+Enter new line · Esc stops";
}
