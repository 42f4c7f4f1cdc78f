/**
 * The data of each server-sent event, decoded; comments and other fields are skipped (WHATWG HTML, 9.2.6). Every event of
 * the gateway is one `data:` line.
 *
 * @returns whether the stream ended with `[DONE]`; without it the answer is not whole
 * @throws what reading the body throws when the connection breaks
 */
export async function* sseData(body: ReadableStream<Uint8Array>): AsyncGenerator<unknown, boolean, undefined> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return false;
      }
      const lines = (rest + value).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (!line.startsWith("data:")) {
          continue;
        }
        const data = line.slice("data:".length).trim();
        if (data === "[DONE]") {
          return true;
        }
        yield JSON.parse(data);
      }
    }
  } finally {
    // Also when the reader of this generator leaves early: the connection must not stay open.
    await reader.cancel().catch(() => {});
  }
}
