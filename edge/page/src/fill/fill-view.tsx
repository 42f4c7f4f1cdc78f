import { useEffect, useRef } from "preact/hooks";
import { CanvasPanel } from "../canvas/canvas-panel.tsx";
import { SettingsPanel } from "../chat/settings-panel.tsx";
import { noModel } from "../served.ts";
import { settings, showCanvas } from "../settings.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { Icon } from "../ui/icon.tsx";
import { ProblemNote } from "../ui/problem-note.tsx";
import { offerUndo, UndoOffer } from "../ui/undo.tsx";
import { GappedEditor } from "./gapped-editor.tsx";
import { MAX_GAPS, putTogether, takeApart } from "./gaps.ts";
import { type Filled, fill, filled, filling, fillProblem, fillTrace, gapped } from "./run-fill.ts";

const NOTHING_YET = "The tokens of all gaps, one gap after the other, appear here while they are filled.";

/** The editor for texts with gaps. */
export function FillView() {
  return (
    <div class={`fill ${showCanvas.value ? "with-canvas" : ""} ${fillTrace.value === null ? "unused" : ""}`}>
      <section class="editor" aria-label="Text with gaps">
        <div>
          <h1>Fill in</h1>
          <p class="lead">
            Write a text, put gaps where the model should write, and let it fill all of them at once, each one knowing
            what stands before and behind it.
          </p>
          <GappedEditor />
          <FillBar />
          <UndoOffer />
          {noModel.value !== null && <ProblemNote problem={noModel.value} />}
          {fillProblem.value !== null && <ProblemNote problem={fillProblem.value} onRetry={() => void fill()} />}
          {filled.value !== null && <Result result={filled.value} />}
        </div>
      </section>
      {showCanvas.value && (
        <aside class="canvas-side" aria-label="How the gaps were filled">
          <CanvasPanel trace={fillTrace.value} running={filling.value !== null} idle={NOTHING_YET} />
        </aside>
      )}
    </div>
  );
}

function FillBar() {
  const busy = filling.value !== null;
  const gaps = takeApart(gapped.value).gapTokens.length;
  return (
    <>
      <div class="composer-bar">
        <SettingsPanel />
        {busy ? (
          <button type="button" class="primary send" onClick={() => filling.value?.abort()}>
            <Icon name="stop" />
            <span>Stop</span>
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
      </div>
      <p class={gaps > 0 && gaps <= MAX_GAPS && !busy ? "help keys" : "help"}>
        {gaps === 0
          ? "There is no gap yet."
          : gaps > MAX_GAPS
            ? `At most ${MAX_GAPS} gaps go into one text.`
            : busy
              ? "Filling. Stop or Esc ends it."
              : "Alt+G inserts a gap · Ctrl+Enter fills · Esc stops"}
      </p>
    </>
  );
}

function Result({ result }: { readonly result: Filled }) {
  const { text, fills } = result;
  const whole = putTogether(text, fills);
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.scrollIntoView({ block: "nearest" }), [result]);
  return (
    <section ref={section} class="filled" aria-label="Filled text">
      <div class="row">
        <h2>Filled</h2>
        <CopyButton text={whole} label="Copy the filled text" />
        <button
          type="button"
          class="quiet"
          onClick={() => {
            const before = gapped.value;
            gapped.value = whole;
            offerUndo("The text was replaced by the filled one.", () => {
              gapped.value = before;
            });
          }}
        >
          Go on from it
        </button>
      </div>
      <pre>
        {text.segments.map((segment, i) => (
          <span key={i}>
            {segment}
            {i < fills.length && <FilledGap fill={fills[i] ?? ""} />}
          </span>
        ))}
      </pre>
    </section>
  );
}

/** What fills a gap; the white space it begins with is there, but not marked. */
function FilledGap({ fill }: { readonly fill: string }) {
  const word = fill.trimStart();
  return (
    <>
      {fill.slice(0, fill.length - word.length)}
      {word === "" ? <Nothing /> : <mark>{word}</mark>}
    </>
  );
}

/** A gap the model chose to leave empty; a mark of the style sheet, so that copying the text copies none. */
function Nothing() {
  return <mark class="nothing" role="img" aria-label="nothing" />;
}
