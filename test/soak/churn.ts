import { request as httpRequest } from "node:http";
import { adminClient } from "../drill/admin-client.ts";
import { Random } from "../fuzz/random.ts";
import { openSocket, requestText } from "../support/raw-socket.ts";

/** A key is replaced by a new one after so many requests: its object and its records come and go. */
const REQUESTS_PER_KEY = 200;

const PROMPTS = [
  "What is the capital of Peru?",
  "What is 12 + 7?",
  "Write SQL that counts the rows of t.",
  "Hello!",
] as const;

/** What a worker did, by kind of ending. */
export type Tally = Map<string, number>;

export interface ChurnOptions {
  readonly url: string;
  readonly adminKey: string;
  readonly model: string;
  readonly seed: number;
  /** From the start of one request to that of the next, in ms; later only when the one before takes longer. */
  readonly intervalMs: number;
  readonly until: () => boolean;
  readonly tally: Tally;
}

/**
 * One client that behaves as clients do until `until` says so: it streams, waits, leaves in order or by reset at any
 * moment, sends nonsense, and changes its key now and then.
 */
export async function churn(options: ChurnOptions): Promise<void> {
  const random = new Random(options.seed);
  const admin = adminClient(options.url, options.adminKey);
  let key = await admin.create(`soak ${options.seed}`, {});
  let startMs = performance.now() + random.below(options.intervalMs);
  for (let i = 1; !options.until(); i++) {
    await new Promise((resolve) => setTimeout(resolve, startMs - performance.now()));
    startMs = Math.max(performance.now(), startMs + options.intervalMs);
    if (i % REQUESTS_PER_KEY === 0) {
      await admin.revoke(key.id);
      key = await admin.create(`soak ${options.seed}`, {});
    }
    const headers = { authorization: `Bearer ${key.key}`, "content-type": "application/json" };
    const body = JSON.stringify({
      model: options.model,
      messages: [{ role: "user", content: random.pick(PROMPTS) }],
      stream: random.chance(0.5),
      max_tokens: 8 + random.below(56),
      n: random.chance(0.1) ? 2 : 1,
    });
    const kind = random.next();
    const outcome =
      kind < 0.7
        ? await answered(options.url, headers, body, null)
        : kind < 0.85
          ? await answered(options.url, headers, body, random.below(300))
          : kind < 0.95
            ? await reset(options.url, headers, body, random.below(150))
            : await answered(options.url, headers, body.slice(0, random.below(body.length)), null);
    options.tally.set(outcome, (options.tally.get(outcome) ?? 0) + 1);
  }
  await admin.revoke(key.id);
}

/** Sends a request on a connection of its own; leaves in order after `leaveAfterMs`. Resolves with the status or `left`. */
function answered(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  leaveAfterMs: number | null,
): Promise<string> {
  return new Promise((resolve) => {
    const sent = httpRequest(
      `${url}/v1/chat/completions`,
      { method: "POST", agent: false, headers: { ...headers, "content-length": Buffer.byteLength(body) } },
      (response) => {
        response.resume();
        response.once("close", () => resolve(response.complete ? String(response.statusCode) : "left"));
      },
    );
    sent.once("error", () => resolve(leaveAfterMs === null ? "broken" : "left"));
    sent.end(body);
    if (leaveAfterMs !== null) {
      setTimeout(() => sent.destroy(), leaveAfterMs);
    }
  });
}

/** Sends a request and resets its connection (RST) after a while. */
async function reset(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  afterMs: number,
): Promise<string> {
  const socket = await openSocket(url);
  socket.on("error", () => {});
  const lines = Object.entries({ ...headers, host: "127.0.0.1", "content-length": Buffer.byteLength(body) });
  socket.write(requestText(["POST /v1/chat/completions HTTP/1.1", ...lines.map((line) => line.join(": "))], body));
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  socket.resetAndDestroy();
  return "reset";
}
