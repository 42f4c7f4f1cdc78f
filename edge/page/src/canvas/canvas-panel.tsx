import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { Icon } from "../ui/icon.tsx";
import { describeCell, describeStep } from "./describe.ts";
import { type Figures, figuresOf } from "./figures.ts";
import { Replay } from "./replay.ts";
import { Trace } from "./trace.ts";

/** What stands in the place of a canvas until there is one, so that nothing moves when it comes. */
const NO_TRACE = new Trace({ type: "open", length: 64, blockLength: 32, node: null });

/**
 * The canvas of one answer with its figures, its scrubber and the description of a chosen cell.
 *
 * @param props.trace null: there is none yet
 * @param props.idle what is said while there is none
 */
export function CanvasPanel(props: { readonly trace: Trace | null; readonly running: boolean; readonly idle: string }) {
  const { running, idle } = props;
  const trace = props.trace ?? NO_TRACE;
  const replay = useMemo(() => new Replay(trace), [trace]);
  const host = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const selected = useSignal<number | null>(null);
  useEffect(
    () => (host.current === null || bar.current === null ? undefined : replay.attach(host.current, bar.current)),
    [replay],
  );
  useEffect(() => {
    selected.value = null;
  }, [trace]);
  void trace.version.value;
  const { shown } = replay;
  const all = trace.steps.length;

  const select = (position: number | null): void => {
    selected.value = position === null ? null : Math.min(trace.length - 1, Math.max(0, position));
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
    if (at !== undefined && props.trace !== null) {
      select(Number(at));
    }
  };

  return (
    <div class="canvas" data-node={trace.node ?? ""}>
      <FigureList figures={figuresOf(trace, shown)} />
      <div ref={bar} class="parts" aria-hidden="true" />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls; this is a picture one can walk through. */}
      <div
        ref={host}
        class="grid"
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and arrow keys walk through its cells.
        tabIndex={0}
        aria-label={props.trace === null ? "An empty canvas." : `${trace.length} tokens. Arrow keys walk through them.`}
        onKeyDown={onKeyDown}
        onPointerOver={onPointer}
        onClick={onPointer}
        onPointerLeave={() => select(null)}
      />
      <div class="told">
        {/* Only a chosen cell is read out: steps come too fast for that. */}
        <p aria-live="polite">{selected.value !== null && describeCell(trace, shown, selected.value)}</p>
        {selected.value === null && <p>{props.trace === null ? idle : describeStep(trace, shown)}</p>}
      </div>
      <div class="scrubber">
        <button
          type="button"
          class="icon-button"
          disabled={running || all === 0}
          aria-label={replay.playing.value ? "Pause replay" : "Replay the denoising"}
          title={replay.playing.value ? "Pause replay" : "Replay the denoising"}
          onClick={() => (replay.playing.value ? replay.pause() : replay.play())}
        >
          <Icon name={replay.playing.value ? "pause" : "play"} />
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
    </div>
  );
}

function FigureList({ figures }: { readonly figures: Figures }) {
  const { steps, tokensPerStep, tokensPerSecond, saved } = figures;
  const shown: readonly (readonly [string, string])[] = [
    ["steps", String(steps)],
    ["tokens/step", tokensPerStep?.toFixed(1) ?? "–"],
    ["compute saved", saved === null ? "–" : `${Math.round(saved * 100)} %`],
    ["tokens/s", tokensPerSecond?.toFixed(0) ?? "–"],
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
      <span>
        <i class="cell" /> masked
      </span>
      <span>
        <i class="cell fresh filled" data-sure="4" /> just written
      </span>
      <span>
        <i class="cell lit" /> recomputed
      </span>
      <span>
        unsure <i class="scale" /> sure
      </span>
    </p>
  );
}
