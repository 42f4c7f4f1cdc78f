/** Lists of wordings written as plain text, and lists put together from openings and sentences. */

/** One wording a line; empty lines and the space around a wording do not count. */
export function lines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Every sentence in every frame: `{core}` in a frame is where the sentence goes. Each begins with a capital. */
export function compose(frames: readonly string[], cores: readonly string[]): string[] {
  return frames.flatMap((frame) =>
    cores.map((core) => {
      const text = frame.replace("{core}", core);
      return text.charAt(0).toUpperCase() + text.slice(1);
    }),
  );
}
