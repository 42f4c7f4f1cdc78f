import { useEffect, useRef } from "preact/hooks";
import { apiKey } from "../session.ts";
import { settings } from "../settings.ts";
import { dismissUndo } from "../ui/undo.tsx";
import { canvasAnswer } from "./canvas-choice.ts";
import { draft } from "./conversation.ts";
import { ask, running, stop } from "./run-answer.ts";

/** From here on the length is shown: a small model's context is a few thousand characters. */
const LONG_DRAFT = 1_500;

/** Where the person writes. Enter sends, Shift+Enter breaks the line, Escape stops the answer. */
export function Composer() {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);
  const busy = running.value !== null;
  const ready = apiKey.value !== null && settings.value.model !== "" && draft.value.trim() !== "";
  const send = (): void => {
    if (busy || !ready) {
      return;
    }
    const question = draft.value.trim();
    draft.value = "";
    canvasAnswer.value = null;
    dismissUndo();
    ask(question);
  };
  return (
    <form
      class="composer"
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
        ref={area}
        id="composer"
        rows={1}
        value={draft.value}
        placeholder="Ask something"
        aria-label="Your message"
        aria-describedby="composer-help"
        onInput={(event) => {
          draft.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
            event.preventDefault();
            send();
          }
        }}
      />
      <button type="submit" class="primary send" disabled={!busy && !ready}>
        {busy ? "Stop" : "Send"}
      </button>
      <p id="composer-help" class="help">
        {draft.value.length >= LONG_DRAFT
          ? `${draft.value.length.toLocaleString("en")} characters. If it is too long for the model, it is refused and stays here to be edited.`
          : "Enter sends · Shift+Enter new line · Esc stops"}
      </p>
    </form>
  );
}
