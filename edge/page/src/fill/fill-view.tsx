import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { CanvasPanel } from "../canvas/canvas-panel.tsx";
import { SettingsPanel } from "../chat/settings-panel.tsx";
import { settings, showCanvas } from "../settings.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { ProblemNote } from "../ui/problem-note.tsx";
import { DEFAULT_GAP_TOKENS, gapMark, MAX_GAPS, putTogether, takeApart } from "./gaps.ts";
import { type Filled, fill, filled, filling, fillProblem, fillTrace, fillUsage, gapped } from "./run-fill.ts";

/** A gap longer than this is no gap but a page. */
const MAX_GAP_TOKENS = 512;

/** The editor for texts with gaps. */
export function FillView() {
  const busy = filling.value !== null;
  const gaps = takeApart(gapped.value).gapTokens.length;
  return (
    <div class={showCanvas.value ? "fill with-canvas" : "fill"}>
      <div class="chat-top">
        <SettingsPanel />
      </div>
      <section class="editor" aria-label="Text with gaps">
        <h1>Fill in</h1>
        <p class="help">
          Write a text, put gaps where the model should write, and let it fill all of them at once, each one knowing
          what stands before and behind it.
        </p>
        <Editor />
        <div class="row">
          {busy ? (
            <button type="button" class="primary" onClick={() => filling.value?.abort()}>
              Stop
            </button>
          ) : (
            <button
              type="button"
              class="primary"
              disabled={gaps === 0 || gaps > MAX_GAPS || settings.value.model === ""}
              onClick={() => void fill()}
            >
              Fill {gaps === 1 ? "the gap" : `${gaps} gaps`}
            </button>
          )}
          <span class="help">
            {gaps === 0 && "There is no gap yet."}
            {gaps > MAX_GAPS && `At most ${MAX_GAPS} gaps go into one text.`}
            {busy && "Filling. Stop or Esc ends it."}
          </span>
        </div>
        {fillProblem.value !== null && <ProblemNote problem={fillProblem.value} onRetry={() => void fill()} />}
        {filled.value !== null && <Result result={filled.value} />}
      </section>
      {showCanvas.value && (
        <aside class="canvas-side" aria-label="How the gaps were filled">
          {fillTrace.value === null ? (
            <p class="empty">The tokens of all gaps, one after the other, appear here while they are filled.</p>
          ) : (
            <CanvasPanel trace={fillTrace.value} usage={fillUsage.value} running={busy} />
          )}
        </aside>
      )}
    </div>
  );
}

function Editor() {
  const area = useRef<HTMLTextAreaElement>(null);
  const tokens = useSignal(DEFAULT_GAP_TOKENS);
  const insert = (): void => {
    const field = area.current;
    if (field === null) {
      return;
    }
    field.setRangeText(gapMark(tokens.value), field.selectionStart, field.selectionEnd, "end");
    gapped.value = field.value;
    field.focus();
  };
  return (
    <>
      <div class="row">
        <button type="button" aria-keyshortcuts="Alt+G" title="Alt+G" onClick={insert}>
          Insert a gap
        </button>
        <label class="inline">
          of at most
          <input
            type="number"
            min={1}
            max={MAX_GAP_TOKENS}
            value={tokens.value}
            onChange={(event) => {
              const value = event.currentTarget.valueAsNumber;
              tokens.value = Number.isFinite(value) ? Math.min(MAX_GAP_TOKENS, Math.max(1, Math.round(value))) : 1;
            }}
          />
          tokens
        </label>
      </div>
      <textarea
        ref={area}
        class="gapped"
        rows={9}
        value={gapped.value}
        spellcheck={false}
        aria-label="Text with gaps. A gap is written [[gap]] or, with a number of tokens, [[gap 24]]."
        onInput={(event) => {
          gapped.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.altKey && event.key.toLowerCase() === "g") {
            event.preventDefault();
            insert();
          } else if (event.ctrlKey && event.key === "Enter") {
            event.preventDefault();
            void fill();
          }
        }}
      />
    </>
  );
}

function Result({ result }: { readonly result: Filled }) {
  const { text, fills } = result;
  const whole = putTogether(text, fills);
  return (
    <section class="filled" aria-label="Filled text">
      <div class="row">
        <h2>Filled</h2>
        <CopyButton text={whole} label="Copy the filled text" />
        <button
          type="button"
          class="quiet"
          onClick={() => {
            gapped.value = whole;
          }}
        >
          Go on from it
        </button>
      </div>
      <pre>
        {text.segments.map((segment, i) => (
          <span key={i}>
            {segment}
            {fills[i] === "" ? <Nothing /> : fills[i] !== undefined && <mark>{fills[i]}</mark>}
          </span>
        ))}
      </pre>
    </section>
  );
}

/** A gap the model chose to leave empty; a mark of the style sheet, so that copying the text copies none. */
function Nothing() {
  return <mark class="nothing" role="img" aria-label="nothing" />;
}
