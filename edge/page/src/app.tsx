import { useEffect } from "preact/hooks";
import { fetchModels } from "./api/models.ts";
import { ProblemError } from "./api/problem.ts";
import { ChatView } from "./chat/chat-view.tsx";
import { stop } from "./chat/run-answer.ts";
import { FillView } from "./fill/fill-view.tsx";
import { filling } from "./fill/run-fill.ts";
import { OperationsView } from "./operations/operations-view.tsx";
import { apiKey, setApiKey } from "./session.ts";
import { setModels } from "./settings.ts";
import { Announcer } from "./ui/announcer.tsx";
import { KeyForm } from "./ui/key-form.tsx";
import { ThemeButton } from "./ui/theme.tsx";
import { openView, VIEWS, view } from "./views.ts";

/** The whole page. */
export function App() {
  useShortcuts();
  useModels();
  return (
    <>
      <header class="top">
        <span class="brand" aria-hidden="true">
          dy<b>llm</b>
        </span>
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
        {apiKey.value !== null && view.value !== "operations" && (
          <button
            type="button"
            class="quiet"
            onClick={() => {
              stop();
              setApiKey(null);
            }}
          >
            Sign out
          </button>
        )}
        <ThemeButton />
      </header>
      <main>{view.value === "operations" ? <OperationsView /> : <WithKey />}</main>
      <Announcer />
    </>
  );
}

/** The views that need an API key, behind the question for one. */
function WithKey() {
  if (apiKey.value === null) {
    return (
      <KeyForm
        key="api"
        title="Sign in"
        label="API key"
        hint="It stays in this tab and is sent to this gateway only. “npm start” prints one for local use."
        check={async (key) => setModels(await fetchModels(key))}
        onKey={setApiKey}
      />
    );
  }
  return view.value === "fill" ? <FillView /> : <ChatView />;
}

/** Learns what is served once there is a key, also after a reload. */
function useModels(): void {
  const key = apiKey.value;
  useEffect(() => {
    if (key === null) {
      return;
    }
    fetchModels(key).then(setModels, (thrown: unknown) => {
      if (thrown instanceof ProblemError && thrown.problem.code === "invalid_api_key") {
        setApiKey(null);
      }
    });
  }, [key]);
}

/** Alt+1…3 opens a view, Escape stops the answer. */
function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const wanted = event.altKey ? VIEWS[Number(event.key) - 1] : undefined;
      if (wanted !== undefined) {
        event.preventDefault();
        openView(wanted.id);
      } else if (event.key === "Escape") {
        stop();
        filling.value?.abort();
      }
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
