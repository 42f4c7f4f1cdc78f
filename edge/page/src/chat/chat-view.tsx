import { useEffect, useRef } from "preact/hooks";
import { CanvasPanel } from "../canvas/canvas-panel.tsx";
import { showCanvas } from "../settings.ts";
import { offerUndo, UndoOffer } from "../ui/undo.tsx";
import { canvasAnswer, canvasShown } from "./canvas-choice.ts";
import { Composer } from "./composer.tsx";
import { conversation, draft, persist, shownAnswer } from "./conversation.ts";
import { EXAMPLES } from "./examples.ts";
import { ExchangeView } from "./exchange-view.tsx";
import { stop } from "./run-answer.ts";
import { SettingsPanel } from "./settings-panel.tsx";

/** Within so many pixels of the end the person is reading along. */
const NEAR_END_PX = 80;

/** Conversation, canvas and composer. */
export function ChatView() {
  const log = useRef<HTMLDivElement>(null);
  useFollow(log);
  const answer = canvasShown.value;
  return (
    <div class={showCanvas.value ? "chat with-canvas" : "chat"}>
      <div class="chat-top">
        {conversation.value.length > 0 && <h1 class="unseen">Chat</h1>}
        <SettingsPanel />
        {conversation.value.length > 0 && (
          <button type="button" class="quiet" onClick={startNew}>
            New chat
          </button>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
      <section class="log" ref={log} aria-label="Conversation" tabIndex={0}>
        {conversation.value.length === 0 && <Welcome />}
        {conversation.value.map((exchange) => (
          <ExchangeView key={exchange.id} exchange={exchange} />
        ))}
      </section>
      {showCanvas.value && (
        <aside class="canvas-side" aria-label="How the answer was written">
          {answer?.trace.value ? (
            <CanvasPanel
              trace={answer.trace.value}
              usage={answer.usage.value}
              running={answer.state.value.kind === "streaming"}
            />
          ) : (
            <p class="empty">
              A diffusion model does not write from left to right: it fills a canvas of masked tokens in any order, the
              surest first. Here you see it happen.
            </p>
          )}
        </aside>
      )}
      <div class="chat-foot">
        <UndoOffer />
        <Composer />
      </div>
    </div>
  );
}

function Welcome() {
  return (
    <div class="welcome">
      <h1>Ask a diffusion model</h1>
      <p>Some prompts to start with:</p>
      <ul class="examples">
        {EXAMPLES.map(({ topic, prompt }) => (
          <li key={prompt}>
            <button
              type="button"
              onClick={() => {
                draft.value = prompt;
                document.getElementById("composer")?.focus();
              }}
            >
              <strong>{topic}</strong>
              <span>{prompt}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function startNew(): void {
  stop();
  const before = conversation.value;
  conversation.value = [];
  canvasAnswer.value = null;
  persist();
  offerUndo("The chat was cleared.", () => {
    conversation.value = before;
    persist();
  });
}

/** Keeps the newest text in view for as long as the person does not scroll away from it. */
function useFollow(log: { readonly current: HTMLElement | null }): void {
  const near = useRef(true);
  const last = conversation.value.at(-1);
  const growth = `${conversation.value.length}/${(last && shownAnswer(last)?.text.value.length) ?? 0}/${last && shownAnswer(last)?.state.value.kind}`;
  useEffect(() => {
    const element = log.current;
    if (element === null) {
      return;
    }
    const onScroll = (): void => {
      near.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => element.removeEventListener("scroll", onScroll);
  }, []);
  useEffect(() => {
    near.current = true;
  }, [conversation.value.length]);
  useEffect(() => {
    if (near.current && log.current !== null) {
      log.current.scrollTop = log.current.scrollHeight;
    }
  }, [growth]);
}
