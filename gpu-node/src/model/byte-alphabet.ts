/** Byte of each character in the text of a byte-level token (GPT-2's alphabet: printable bytes stand for themselves). */
export const BYTE_OF_CHARACTER: ReadonlyMap<string, number> = byteOfCharacter();

/** Character that stands for each byte, by byte. */
export const CHARACTER_OF_BYTE: readonly string[] = [...BYTE_OF_CHARACTER]
  .toSorted(([, a], [, b]) => a - b)
  .map(([character]) => character);

function byteOfCharacter(): Map<string, number> {
  const printable = (byte: number): boolean =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
  const table = new Map<string, number>();
  let next = 0x100;
  for (let byte = 0; byte < 0x100; byte++) {
    table.set(String.fromCodePoint(printable(byte) ? byte : next++), byte);
  }
  return table;
}
