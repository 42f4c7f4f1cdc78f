/** HTTP by hand: for bytes that no client library would send. */
import { connect, type Socket } from "node:net";

/** An answer is over when nothing has come for this long, in ms; closed connections end it at once. */
const QUIET_MS = 300;

/** Whatever happens, an exchange ends after this time, in ms. */
const LIMIT_MS = 10_000;

export interface Exchange {
  /** Everything received, as Latin-1 so that no byte is lost. */
  readonly text: string;
  /** Status codes of the responses in it, in order. */
  readonly statuses: readonly number[];
  /** The other side closed the connection. */
  readonly closed: boolean;
}

/** Opens a connection; rejects when it is refused. */
export function openSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.once("connect", () => resolve(socket));
    socket.once("error", reject);
  });
}

/** Sends bytes (text as Latin-1) on a new connection and collects what comes back. */
export async function exchange(url: string, bytes: string | Uint8Array): Promise<Exchange> {
  const socket = await openSocket(url);
  const chunks: Buffer[] = [];
  let closed = false;
  await new Promise<void>((resolve) => {
    const limit = setTimeout(resolve, LIMIT_MS);
    let quiet: NodeJS.Timeout | undefined;
    const end = (): void => {
      clearTimeout(limit);
      clearTimeout(quiet);
      resolve();
    };
    socket.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      clearTimeout(quiet);
      quiet = setTimeout(end, QUIET_MS);
    });
    socket.once("close", () => {
      closed = true;
      end();
    });
    // A reset is one way of closing.
    socket.on("error", () => {});
    socket.write(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes);
    // Nothing at all within this time is an answer too: the server waits for more.
    quiet = setTimeout(end, QUIET_MS * 4);
  });
  socket.destroy();
  const text = Buffer.concat(chunks).toString("latin1");
  const statuses = [...text.matchAll(/HTTP\/1\.[01] (\d{3})/g)].map((match) => Number(match[1]));
  return { text, statuses, closed };
}

/** A request as text. Lines are joined by CRLF; the body is taken as it is. */
export function requestText(lines: readonly string[], body = ""): string {
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}
