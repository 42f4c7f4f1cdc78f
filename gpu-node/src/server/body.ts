import { DyllmError } from "@dyllm/shared";

/**
 * Reads a request body, counting as it comes: a `content-length` is believed only when it says the body is too long.
 *
 * @param maxBytes longest body in bytes
 * @throws DyllmError `request_too_large`; `cancelled` when the client leaves in mid-body
 */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) {
    throw tooLarge(maxBytes);
  }
  if (request.body === null) {
    return new Uint8Array(0);
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new DyllmError("cancelled", "The client left before its request was complete.");
    });
    if (done) {
      break;
    }
    length += value.byteLength;
    if (length > maxBytes) {
      throw tooLarge(maxBytes);
    }
    chunks.push(value);
  }
  const body = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return body;
}

function tooLarge(maxBytes: number): DyllmError {
  return new DyllmError("request_too_large", `The request body is longer than ${maxBytes} bytes.`);
}
