import { effect, type Signal, signal } from "@preact/signals";
import { CanvasGrid } from "./grid.ts";
import type { Trace } from "./trace.ts";

/** A replay takes about this long, in ms, but shows no step shorter than a frame and none longer than {@link SLOWEST_STEP_MS}. */
const REPLAY_MS = 6_000;
const FASTEST_STEP_MS = 16;
const SLOWEST_STEP_MS = 400;

/**
 * Shows a trace in a grid: the newest step while it is under way, or any step the person chose. Draws at most once a
 * frame, however many steps have come in between.
 */
export class Replay {
  readonly trace: Trace;
  /** Steps to show; null: all that there are, as they come. */
  readonly chosen: Signal<number | null> = signal(null);
  readonly playing = signal(false);
  #grid: CanvasGrid | null = null;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(trace: Trace) {
    this.trace = trace;
  }

  get shown(): number {
    return this.chosen.value ?? this.trace.steps.length;
  }

  /** Draws into `host` from now on, and how far each part is into `bar`. Returns what ends it. */
  attach(host: HTMLElement, bar: HTMLElement): () => void {
    const grid = new CanvasGrid(host, bar, this.trace);
    this.#grid = grid;
    const stop = effect(() => {
      // Read here, so that a change of either draws again.
      void [this.trace.version.value, this.chosen.value];
      this.#frame ||= requestAnimationFrame(() => {
        this.#frame = 0;
        this.#draw(grid);
      });
    });
    return () => {
      stop();
      cancelAnimationFrame(this.#frame);
      this.#frame = 0;
      this.pause();
      this.#grid = null;
    };
  }

  get grid(): CanvasGrid | null {
    return this.#grid;
  }

  /** Shows the first `steps` steps; the last one means: follow what still comes. */
  choose(steps: number): void {
    const all = this.trace.steps.length;
    this.chosen.value = steps >= all ? null : Math.max(0, steps);
  }

  /** Plays from where it stands, or from the start when it stands at the end. */
  play(): void {
    if (this.chosen.value === null) {
      this.chosen.value = 0;
    }
    this.playing.value = true;
    const all = this.trace.steps.length;
    const pause = Math.min(SLOWEST_STEP_MS, Math.max(FASTEST_STEP_MS, REPLAY_MS / Math.max(1, all)));
    const next = (): void => {
      this.choose(this.shown + 1);
      if (this.chosen.value === null) {
        this.pause();
      } else {
        this.#timer = setTimeout(next, pause);
      }
    };
    this.#timer = setTimeout(next, pause);
  }

  pause(): void {
    clearTimeout(this.#timer);
    this.playing.value = false;
  }

  #draw(grid: CanvasGrid): void {
    const { shown } = this;
    if (shown !== grid.shown || shown === 0) {
      grid.show(shown);
    }
    const newest = this.trace.steps[shown - 1]?.positions[0];
    if (newest !== undefined) {
      grid.follow(newest);
    }
  }
}
