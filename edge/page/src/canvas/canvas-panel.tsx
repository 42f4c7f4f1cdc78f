import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Usage } from "../api/chat.ts";
import { type Figures, figuresOf } from "./figures.ts";
import { shownPiece } from "./grid.ts";
import { Replay } from "./replay.ts";
import type { Trace } from "./trace.ts";

/** The canvas of one answer with its figures, its scrubber and the description of a chosen cell. */
export function CanvasPanel(props: { readonly trace: Trace; readonly usage: Usage | null; readonly running: boolean }) {
  const { trace, usage, running } = props;
  const replay = useMemo(() => new Replay(trace), [trace]);
  const host = useRef<HTMLDivElement>(null);
  const selected = useSignal<number | null>(null);
  useEffect(() => (host.current === null ? undefined : replay.attach(host.current)), [replay]);
  useEffect(() => {
    selected.value = null;
  }, [trace]);
  void trace.version.value;
  const { shown } = replay;
  const all = trace.steps.length;

  const select = (position: number): void => {
    selected.value = Math.min(trace.length - 1, Math.max(0, position));
    replay.grid?.select(selected.value);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const columns = replay.grid?.columns ?? 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: columns,
      ArrowUp: -columns,
    };
    const move = moves[event.key];
    if (move !== undefined) {
      event.preventDefault();
      select(selected.value === null ? 0 : selected.value + move);
    }
  };
  const onPointer = (event: Event): void => {
    const at = event.target instanceof HTMLElement ? event.target.dataset.at : undefined;
    if (at !== undefined) {
      selected.value = Number(at);
      replay.grid?.select(selected.value);
    }
  };

  return (
    <section class="canvas" aria-label="Canvas">
      <FigureList figures={figuresOf(trace, shown, usage)} node={trace.node} />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls; this is a picture one can walk through. */}
      <div
        ref={host}
        class="grid"
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and arrow keys walk through its cells.
        tabIndex={0}
        aria-label={`${trace.length} tokens. Arrow keys walk through them.`}
        onKeyDown={onKeyDown}
        onPointerOver={onPointer}
        onClick={onPointer}
      />
      <p class="cell-detail" aria-live="polite">
        {describe(trace, shown, selected.value)}
      </p>
      <div class="scrubber">
        <button
          type="button"
          class="icon-button"
          disabled={running || all === 0}
          aria-label={replay.playing.value ? "Pause replay" : "Replay the denoising"}
          title={replay.playing.value ? "Pause replay" : "Replay the denoising"}
          onClick={() => (replay.playing.value ? replay.pause() : replay.play())}
        >
          {replay.playing.value ? "❚❚" : "▶"}
        </button>
        <input
          type="range"
          min={0}
          max={Math.max(1, all)}
          value={shown}
          disabled={all === 0}
          aria-label="Denoising step"
          aria-valuetext={`step ${shown} of ${all}`}
          onInput={(event) => {
            replay.pause();
            replay.choose(Number(event.currentTarget.value));
          }}
        />
        <output class="step-count">{`${shown} / ${all}`}</output>
      </div>
      <Legend />
    </section>
  );
}

function FigureList({ figures, node }: { readonly figures: Figures; readonly node: string | null }) {
  const shown: readonly (readonly [string, string])[] = [
    ["steps", String(figures.steps)],
    ["tokens/step", figures.tokensPerStep?.toFixed(1) ?? "–"],
    ["compute saved", figures.saved === null ? "–" : `${Math.round(figures.saved * 100)} %`],
    ["tokens/s", figures.tokensPerSecond?.toFixed(0) ?? "–"],
    ["node", node ?? "–"],
  ];
  return (
    <dl class="figures">
      {shown.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Legend() {
  return (
    <p class="legend">
      <span class="cell filled" data-sure="4" /> sure
      <span class="cell filled" data-sure="0" /> unsure
      <span class="cell lit" /> recomputed
      <span class="cell" /> masked
    </p>
  );
}

/** A cell in words, for the line below the grid. */
function describe(trace: Trace, shown: number, position: number | null): string {
  if (position === null) {
    return "Point at a token to see when it was written and how sure the model was.";
  }
  const cell = trace.cells[position] ?? null;
  if (cell === null || cell.step >= shown) {
    return `Token ${position + 1}: still masked.`;
  }
  const what = cell.piece === "" ? "end of text" : `“${shownPiece(cell.piece)}”`;
  const step = trace.steps[cell.step]?.step ?? cell.step + 1;
  return `Token ${position + 1}: ${what}, written in step ${step}, ${Math.round(cell.confidence * 100)} % sure.`;
}
