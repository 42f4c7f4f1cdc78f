import { Icon } from "../ui/icon.tsx";
import { dismissUndo, offerUndo } from "../ui/undo.tsx";
import { canvasAnswer } from "./canvas-choice.ts";
import { conversation, persist } from "./conversation.ts";
import { focusComposer } from "./focus-composer.ts";
import { stop } from "./run-answer.ts";

/** Begins a new conversation, where there is one; the old one can be brought back until the next message. */
export function NewChatButton() {
  if (conversation.value.length === 0) {
    return null;
  }
  return (
    <button type="button" class="quiet named" aria-label="New chat" onClick={startNew}>
      <Icon name="plus" />
      <span>New chat</span>
    </button>
  );
}

function startNew(): void {
  stop();
  const before = conversation.value;
  conversation.value = [];
  canvasAnswer.value = null;
  persist();
  dismissUndo();
  offerUndo("The chat was cleared.", () => {
    conversation.value = before;
    persist();
  });
  focusComposer();
}
