import { effect, signal } from "@preact/signals";
import { number, record, text } from "./api/read.ts";
import { readStored, store } from "./storage.ts";

const SETTINGS = "dyllm.settings";

export const PRESETS = ["quality", "balanced", "fast"] as const;

export type Preset = (typeof PRESETS)[number];

/** What an answer is asked for with. */
export interface Settings {
  /** Empty until the models are known. */
  readonly model: string;
  /** Null: the model's own settings. */
  readonly preset: Preset | null;
  readonly temperature: number;
  /** Longest answer in tokens; null: the model's default. */
  readonly maxTokens: number | null;
  /** Null: another one for each answer. */
  readonly seed: number | null;
  /** One token a step instead of all that are sure: slower, and the best way to watch. */
  readonly slowMotion: boolean;
  /** Fills the whole window instead of ending with the text. */
  readonly wholeWindow: boolean;
  readonly system: string;
}

/** Settings of this tab. */
export const settings = signal<Settings>(stored());

/** Ids of the models that are served; empty until the gateway has told. */
export const models = signal<readonly string[]>([]);

/** Whether answers show their canvas: some people only want the text. */
export const showCanvas = signal(readStored("dyllm.canvas") !== "off");

effect(() => store(SETTINGS, JSON.stringify(settings.value)));
effect(() => store("dyllm.canvas", showCanvas.value ? null : "off"));

/** Changes some of the settings. */
export function change(changed: Partial<Settings>): void {
  settings.value = { ...settings.value, ...changed };
}

/** Takes over what is served; a chosen model that is gone gives way to the first one. */
export function setModels(ids: readonly string[]): void {
  models.value = ids;
  if (!ids.includes(settings.value.model)) {
    change({ model: ids[0] ?? "" });
  }
}

function stored(): Settings {
  const value = record(parse(readStored(SETTINGS)));
  const preset = PRESETS.find((name) => name === value.preset) ?? null;
  return {
    model: text(value.model) ?? "",
    preset,
    temperature: number(value.temperature) ?? 0,
    maxTokens: number(value.maxTokens),
    seed: number(value.seed),
    slowMotion: value.slowMotion === true,
    wholeWindow: value.wholeWindow === true,
    system: text(value.system) ?? "",
  };
}

function parse(stored: string | null): unknown {
  try {
    return stored === null ? null : JSON.parse(stored);
  } catch {
    return null;
  }
}

/** The request's `dyllm` object for the settings. */
export function denoisingOf({ preset, slowMotion, wholeWindow }: Settings): Readonly<Record<string, unknown>> {
  return {
    ...(preset !== null && { preset }),
    ...(slowMotion && { confidence_threshold: null, entropy_bound: null }),
    ...(wholeWindow && { early_stop: false }),
    ...(showCanvas.value && { canvas: true }),
  };
}
