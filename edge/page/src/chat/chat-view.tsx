import { useEffect, useRef } from "preact/hooks";
import { CanvasPanel } from "../canvas/canvas-panel.tsx";
import { noModel } from "../served.ts";
import { showCanvas } from "../settings.ts";
import { ProblemNote } from "../ui/problem-note.tsx";
import { UndoOffer } from "../ui/undo.tsx";
import { canvasShown } from "./canvas-choice.ts";
import { Composer } from "./composer.tsx";
import { conversation, draft } from "./conversation.ts";
import { EXAMPLES } from "./examples.ts";
import { ExchangeView } from "./exchange-view.tsx";
import { focusComposer } from "./focus-composer.ts";

/** Within so many pixels of the end the person is reading along. */
const NEAR_END_PX = 80;

const NOTHING_YET =
  "A diffusion model does not write from left to right: it fills a canvas of masked tokens in any order, the surest first. " +
  "Here you see it happen.";
const NOT_KEPT = "No canvas was kept of this answer. Ask again to see one.";
const COMING = "The canvas comes with the first step.";

/** Conversation, canvas and composer. */
export function ChatView() {
  const log = useRef<HTMLDivElement>(null);
  useFollow(log);
  const empty = conversation.value.length === 0;
  return (
    <div class={`chat ${showCanvas.value ? "with-canvas" : ""} ${empty ? "unused" : ""}`}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
      <section class="log" ref={log} aria-label="Conversation" tabIndex={0}>
        <div>
          {empty ? <Welcome /> : <h1 class="unseen">Chat</h1>}
          {conversation.value.map((exchange) => (
            <ExchangeView key={exchange.id} exchange={exchange} />
          ))}
        </div>
      </section>
      {showCanvas.value && <CanvasSide />}
      <div class="chat-foot">
        <UndoOffer />
        {noModel.value !== null && <ProblemNote problem={noModel.value} />}
        <Composer />
      </div>
    </div>
  );
}

function CanvasSide() {
  const answer = canvasShown.value;
  const state = answer?.state.value.kind;
  const busy = state === "streaming" || state === "waiting";
  return (
    <aside class="canvas-side" aria-label="How the answer was written">
      <CanvasPanel
        trace={answer?.trace.value ?? null}
        running={busy}
        idle={answer === null ? NOTHING_YET : busy ? COMING : NOT_KEPT}
      />
    </aside>
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
              title={prompt}
              onClick={() => {
                draft.value = prompt;
                focusComposer();
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

/** Keeps the newest text in view for as long as the person does not scroll away from it. */
function useFollow(log: { readonly current: HTMLElement | null }): void {
  const following = useRef(true);
  useEffect(() => {
    const element = log.current;
    const content = element?.firstElementChild;
    if (element === null || content === null || content === undefined) {
      return;
    }
    let lastTop = element.scrollTop;
    const onScroll = (): void => {
      const { scrollTop } = element;
      if (element.scrollHeight - scrollTop - element.clientHeight < NEAR_END_PX) {
        following.current = true;
      } else if (scrollTop < lastTop) {
        // Only a person scrolls up. Not being at the end may mean that it has grown again meanwhile.
        following.current = false;
      }
      lastTop = scrollTop;
    };
    const onGrowth = (): void => {
      // Who edits an earlier message looks there.
      const editing = document.activeElement instanceof HTMLTextAreaElement && element.contains(document.activeElement);
      if (following.current && !editing && conversation.value.length > 0) {
        element.scrollTop = element.scrollHeight;
      }
    };
    // Whatever it is that grows: text, a note, an answer's buttons.
    const growth = new ResizeObserver(onGrowth);
    growth.observe(content);
    growth.observe(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      growth.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }, []);
  useEffect(() => {
    following.current = true;
  }, [conversation.value.length]);
}
