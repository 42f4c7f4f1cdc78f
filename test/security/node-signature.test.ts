import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GENERATE_PATH, parseSigningKey, STATUS_PATH, signRequest } from "@dyllm/shared";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DevSecrets, makeDevSecrets } from "../../tools/local/dev-secrets.ts";
import { type RunningNode, startNode } from "../../tools/local/stack.ts";
import { freePort } from "../../tools/local/with-stack.ts";
import { ROOT } from "../../tools/local/worker-bundle.ts";
import { exchange, requestText } from "../support/raw-socket.ts";

/** Allowed difference of the clocks is 30 s; these lie on either side. */
const SKEW_TAKEN_MS = 25_000;
const SKEW_REFUSED_MS = 35_000;

let node: RunningNode;
let secrets: DevSecrets;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "dyllm-signed-"));
  secrets = makeDevSecrets();
  node = await startNode({ model: join(ROOT, "models/dyllm-demo"), port: await freePort(), secrets, log: "ignore" });
}, 60_000);

afterAll(async () => {
  await node.child.stop();
  await rm(directory, { recursive: true, force: true });
});

const NOTHING = new Uint8Array(new ArrayBuffer(0));

function signed(atMs = Date.now(), path = STATUS_PATH, key = secrets.signingKey): Promise<Record<string, string>> {
  return signRequest(parseSigningKey(key), { method: "GET", path, body: NOTHING }, atMs);
}

async function status(headers: Readonly<Record<string, string>>, path = STATUS_PATH): Promise<string> {
  const answer = await fetch(`${node.url}${path}`, { headers });
  const text = await answer.text();
  expect(text).not.toContain(secrets.signingKey.slice("local:".length));
  return answer.status === 200 ? "taken" : String(JSON.parse(text).error.code);
}

describe("a running node", () => {
  it("takes a signed request once: the same one again is a replay", async () => {
    const headers = await signed();
    expect(await status(headers)).toBe("taken");
    expect(await status(headers)).toBe("replayed_request");
  });

  it.each([
    ["a clock a little behind", -SKEW_TAKEN_MS, "taken"],
    ["a clock a little ahead", SKEW_TAKEN_MS, "taken"],
    ["a clock far behind", -SKEW_REFUSED_MS, "stale_request"],
    ["a clock far ahead", SKEW_REFUSED_MS, "stale_request"],
  ])("with %s", async (_name, skewMs, expected) => {
    expect(await status(await signed(Date.now() + skewMs))).toBe(expected);
  });

  it("refuses what was not signed: nothing, another key, another path, another time, another method", async () => {
    const good = await signed();
    const other = makeDevSecrets().signingKey;
    expect(await status({})).toBe("bad_signature");
    expect(await status(await signed(Date.now(), STATUS_PATH, other))).toBe("bad_signature");
    expect(await status(good, `${STATUS_PATH}?x=1`)).toBe("bad_signature");
    expect(await status({ ...good, "x-dyllm-timestamp": String(Date.now() + 1) })).toBe("bad_signature");
    const posted = await fetch(`${node.url}${GENERATE_PATH}`, { method: "POST", headers: good, body: "{}" });
    expect(posted.status).toBe(401);
    await posted.text();
  });

  it("reads a request's length in one way only", async () => {
    const lines = [
      `POST ${GENERATE_PATH} HTTP/1.1`,
      "host: 127.0.0.1",
      "content-length: 5",
      "transfer-encoding: chunked",
    ];
    const answer = await exchange(node.url, requestText(lines, "0\r\n\r\nGET /healthz HTTP/1.1\r\nhost: x\r\n\r\n"));
    expect(answer.statuses).toEqual([400]);
    expect(answer.closed).toBe(true);
  });
});
