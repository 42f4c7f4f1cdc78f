import { type GenerateRequest, PRESETS, type Preset } from "@dyllm/shared";
import type { AppContext } from "../context.ts";
import type { NodeView } from "../nodes/choose.ts";

/** What a model does when a request names no preset. */
const DEFAULT_PRESET: Preset = "balanced";

/** A node that takes no more work counts as if its queue were as long as what it runs. */
const FULL = 2;

/**
 * How busy the least busy node of a model is: below 1 it has a free place, from 1 on a request has to wait, from 2 on as
 * many wait as are running. 0 when no node is ready, as then there is nothing to relieve.
 */
export function saturation(views: readonly NodeView[], model: string): number {
  const loads = views.flatMap(({ status, ready, load, full }) => {
    const serves = status?.models.some(({ id }) => id === model) === true;
    return serves && ready && !status.draining ? [Math.max(load / status.capacity.running, full ? FULL : 0)] : [];
  });
  return loads.length === 0 ? 0 : Math.min(...loads);
}

/** The preset of a request under load: one step lower from a saturation of 1 on, two from 2 on, never below `lowest`. */
export function presetUnderLoad(asked: Preset, lowest: Preset, load: number): Preset {
  const from = PRESETS.indexOf(asked);
  const steps = load >= FULL ? 2 : load >= 1 ? 1 : 0;
  return PRESETS[Math.max(from, Math.min(from + steps, PRESETS.indexOf(lowest)))] ?? asked;
}

/**
 * Lowers the preset of a request's generations while every node is busy, as far as the key's policy allows (by default not
 * at all), and leaves the preset that is used in the log, from where the answer's `x-dyllm-preset` is taken. A request that
 * names denoising settings of its own keeps them.
 *
 * @param views all nodes as they are now; asked for only when the policy needs them
 */
export async function lowerPreset(
  c: AppContext,
  generations: readonly GenerateRequest[],
  views: () => Promise<readonly NodeView[]>,
): Promise<readonly GenerateRequest[]> {
  const [first] = generations;
  const { lowestPreset } = c.get("principal").policy;
  const { preset: named, ...settings } = first?.denoising ?? {};
  const log = c.get("log");
  if (named !== undefined) {
    log.preset = named;
  }
  if (first === undefined || lowestPreset === null || Object.keys(settings).length > 0) {
    return generations;
  }
  const asked = named ?? DEFAULT_PRESET;
  const preset = presetUnderLoad(asked, lowestPreset, saturation(await views(), first.model));
  log.preset = preset;
  return preset === asked
    ? generations
    : generations.map((request) => ({ ...request, denoising: { ...request.denoising, preset } }));
}
