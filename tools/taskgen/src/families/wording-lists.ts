/** Lists of wordings written as plain text, and lists put together from openings and sentences. */

/** One wording a line; empty lines and the space around a wording do not count. */
export function lines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Every core in every frame: `{core}` in a frame is where it goes. */
export function cross(frames: readonly string[], cores: readonly string[]): string[] {
  return frames.flatMap((frame) => cores.map((core) => frame.replace("{core}", core)));
}

/** The same as sentences, each with a capital at the start. */
export function compose(frames: readonly string[], cores: readonly string[]): string[] {
  return cross(frames, cores).map((text) => text.charAt(0).toUpperCase() + text.slice(1));
}
