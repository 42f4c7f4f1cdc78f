import { conversation, draft, forgetConversation } from "./chat/conversation.ts";
import { stop } from "./chat/run-answer.ts";
import { fillIsUntouched, forgetFill } from "./fill/run-fill.ts";
import { setApiKey } from "./session.ts";
import { ConfirmButton } from "./ui/confirm-button.tsx";
import { Icon } from "./ui/icon.tsx";
import { dismissUndo } from "./ui/undo.tsx";

/** Ends the session. What was written goes with the key, so that the next person at this tab sees none of it. */
export function SignOutButton() {
  const label = "Sign out";
  const shown = (
    <>
      <Icon name="leave" />
      <span>{label}</span>
    </>
  );
  if (conversation.value.length === 0 && draft.value === "" && fillIsUntouched()) {
    return (
      <button type="button" class="quiet named" aria-label={label} onClick={signOut}>
        {shown}
      </button>
    );
  }
  return (
    <ConfirmButton
      class="quiet named"
      label={label}
      question="Sign out and clear what is here?"
      act={async () => signOut()}
    >
      {shown}
    </ConfirmButton>
  );
}

function signOut(): void {
  stop();
  forgetConversation();
  forgetFill();
  dismissUndo();
  setApiKey(null);
}
