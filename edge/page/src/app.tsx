import { useEffect } from "preact/hooks";
import { fetchModels } from "./api/models.ts";
import { ChatView } from "./chat/chat-view.tsx";
import { NewChatButton } from "./chat/new-chat.tsx";
import { stop } from "./chat/run-answer.ts";
import { FillView } from "./fill/fill-view.tsx";
import { filling } from "./fill/run-fill.ts";
import { OperationsView } from "./operations/operations-view.tsx";
import { useServedModels } from "./served.ts";
import { apiKey, setApiKey, signedOutBecause } from "./session.ts";
import { setModels } from "./settings.ts";
import { SignOutButton } from "./sign-out.tsx";
import { Announcer } from "./ui/announcer.tsx";
import { KeyForm } from "./ui/key-form.tsx";
import { ThemeButton } from "./ui/theme.tsx";
import { openView, VIEWS, view } from "./views.ts";

/** The whole page. */
export function App() {
  useShortcuts();
  useServedModels();
  const withKey = apiKey.value !== null && view.value !== "operations";
  return (
    <>
      <header class="top">
        <Brand />
        <nav aria-label="Views">
          {VIEWS.map(({ id, title }, index) => (
            <a
              key={id}
              href={`#${id}`}
              aria-current={view.value === id ? "page" : undefined}
              aria-keyshortcuts={`Alt+${index + 1}`}
            >
              {title}
            </a>
          ))}
        </nav>
        <span class="spacer" />
        {withKey && view.value === "chat" && <NewChatButton />}
        <ThemeButton />
        {withKey && <SignOutButton />}
      </header>
      <main>{view.value === "operations" ? <OperationsView /> : <WithKey />}</main>
      <Announcer />
    </>
  );
}

function Brand() {
  return (
    <span class="brand" aria-hidden="true">
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="M1 1h6v6H1zM9 9h6v6H9z" />
        <path class="masked" d="M9 1h6v6H9zM1 9h6v6H1z" />
      </svg>
      <span>dyllm</span>
    </span>
  );
}

/** The views that need an API key, behind the question for one. */
function WithKey() {
  if (apiKey.value === null) {
    return (
      <KeyForm
        key="api"
        title="Sign in"
        lead="Talk to a diffusion language model and watch its canvas fill."
        because={signedOutBecause.value}
        label="API key"
        hint="It stays in this tab and is sent to this gateway only. “npm start” prints one for local use."
        check={async (key) => setModels(await fetchModels(key))}
        onKey={setApiKey}
      />
    );
  }
  return view.value === "fill" ? <FillView /> : <ChatView />;
}

/** Alt+1…3 opens a view, Escape stops the answer unless it has closed something first. */
function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      // By place on the keyboard: with Alt some systems write other characters.
      const wanted = event.altKey ? VIEWS.find((_, index) => event.code === `Digit${index + 1}`) : undefined;
      if (wanted !== undefined) {
        event.preventDefault();
        openView(wanted.id);
      } else if (event.key === "Escape" && !event.defaultPrevented) {
        stop();
        filling.value?.abort();
      }
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
