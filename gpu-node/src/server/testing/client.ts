import { decodeFrames, type Frame, GENERATE_PATH, type OpenAiErrorBody } from "@dyllm/shared";
import { request } from "undici";
import { signedHeaders, type TestServer } from "./test-server.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

/** Posts a body with exactly these headers. */
export async function send(
  server: Pick<TestServer, "origin">,
  body: string | Buffer,
  headers: Record<string, string>,
  path: string = GENERATE_PATH,
): Promise<Answer> {
  const answer = await request(`${server.origin}${path}`, { method: "POST", headers, body });
  return { status: answer.statusCode, headers: answer.headers, body: await answer.body.text() };
}

/** Posts a signed body to the generate address; `more` replaces headers after signing. */
export async function sendSigned(
  server: Pick<TestServer, "origin">,
  body: string,
  more: Record<string, string> = {},
): Promise<Answer> {
  return await send(server, body, { ...(await signedHeaders("POST", GENERATE_PATH, body)), ...more });
}

/** Posts a signed body and resolves with the headers; the answer's body is left unread. */
export async function openSigned(server: TestServer, body: string) {
  const headers = await signedHeaders("POST", GENERATE_PATH, body);
  const answer = await request(`${server.origin}${GENERATE_PATH}`, { method: "POST", headers, body });
  // A test that leaves in mid-answer does so on purpose.
  answer.body.on("error", () => {});
  return answer;
}

/** A raw HTTP/1.1 request head for the generate address, for what no client library sends. */
export function requestHead(headers: Record<string, string>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${GENERATE_PATH} HTTP/1.1\r\nhost: localhost\r\n${lines.join("")}\r\n`;
}

/** The OpenAI error object of an answer. */
export function errorOf(answer: Answer): OpenAiErrorBody["error"] {
  return (JSON.parse(answer.body) as OpenAiErrorBody).error;
}

/** The frames of a whole answer. */
export async function framesOf(body: string): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const frame of decodeFrames(oneChunk(body))) {
    frames.push(frame);
  }
  return frames;
}

async function* oneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
