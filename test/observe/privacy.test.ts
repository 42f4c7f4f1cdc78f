import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseSigningKey, STATUS_PATH, signRequest } from "@dyllm/shared";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DevSecrets, makeDevSecrets } from "../../tools/local/dev-secrets.ts";
import { type RunningEdge, type RunningNode, startEdge, startNode } from "../../tools/local/stack.ts";
import { freePort } from "../../tools/local/with-stack.ts";
import { bundleWorker, ROOT } from "../../tools/local/worker-bundle.ts";
import { type Collector, startCollector } from "../support/collector.ts";

/** Words no program of ours writes of its own accord. */
const CANARY = `canary${randomBytes(8).toString("hex")}`;
const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const MODEL = "dyllm-demo";
const QUESTION = "Write a JavaScript function f that returns the items of arr greater than 19.";

/** Everything written outside the conversation, by the place it was found in. */
const sinks = new Map<string, string>();

let directory: string;
let secrets: DevSecrets;
let collector: Collector;
let node: RunningNode;
let edge: RunningEdge;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "dyllm-privacy-"));
  secrets = makeDevSecrets();
  collector = await startCollector();
  [node] = await Promise.all([
    startNode({
      model: join(ROOT, "models/dyllm-demo"),
      port: await freePort(),
      secrets,
      log: "pipe",
      flags: ["--node-id", "n1", "--log-level", "debug"],
      environment: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
    }),
    bundleWorker(directory),
  ]);
  edge = await startEdge({
    directory,
    port: 0,
    nodes: [{ id: "n1", url: node.url }],
    secrets,
    log: "pipe",
    vars: { OTLP_ENDPOINT: collector.url },
  });
  for (const [name, child] of Object.entries({ node: node.child, edge: edge.child })) {
    for (const stream of [child.process.stdout, child.process.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        const key = `the ${name}'s log`;
        sinks.set(key, (sinks.get(key) ?? "") + chunk.toString("utf8"));
      });
    }
  }
}, 60_000);

afterAll(async () => {
  await Promise.all([edge.child.stop(), node.child.stop()]);
  collector.close();
  await rm(directory, { recursive: true, force: true });
});

async function send(body: unknown, headers: Readonly<Record<string, string>> = {}, path = "/v1/chat/completions") {
  const answer = await fetch(`${edge.url}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${secrets.apiKey}`, "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: answer.status, text: await answer.text() };
}

/** All files below a folder, as text. */
async function filesOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return (await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), "latin1")))).join("\n");
}

describe("prompts and answers", () => {
  it("stand in no log, metric, trace, stored object, status, or anybody else's error", async () => {
    const messages = [{ role: "user", content: `${QUESTION} ${CANARY}` }];
    const traceparent = `00-${TRACE}-00f067aa0ba902b7-01`;
    const plain = await send({ model: MODEL, messages, max_completion_tokens: 40 }, { traceparent });
    expect(plain.status).toBe(200);
    const answer: string = JSON.parse(plain.text).choices[0].message.content;
    const streamed = await send(
      { model: MODEL, messages, stream: true, max_completion_tokens: 40, stop: [`stop${CANARY}`] },
      { traceparent },
    );
    expect(streamed.status).toBe(200);

    // Text in places where it does not belong.
    const refused = [
      await send(`{"model":"${MODEL}","messages":[{"role":"user","content":"${CANARY}`),
      await send({ model: CANARY, messages }),
      await send({ model: MODEL, messages: [{ role: CANARY, content: CANARY }] }),
      await send({ model: MODEL, messages, [CANARY]: CANARY }),
      await send({ model: MODEL, messages, temperature: CANARY }),
      await send({ model: MODEL, messages: [{ role: "user", content: CANARY.repeat(20_000) }] }),
      await send({ model: MODEL, messages }, { traceparent: CANARY, "x-request-id": CANARY, "user-agent": CANARY }),
      await send({ model: MODEL, messages }, { authorization: `Bearer ${CANARY}` }),
      await send({ model: MODEL, messages }, {}, `/v1/${CANARY}?q=${CANARY}`),
    ];
    expect(refused.filter(({ status }) => status >= 400).length).toBeGreaterThanOrEqual(7);
    expect(refused.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);

    // What others are told afterwards.
    const others = [await send("{"), await send({ model: "none", messages: [] }), await send({}, {}, "/v1/nothing")];
    sinks.set("the errors of other requests", others.map(({ text }) => text).join("\n"));
    sinks.set("the node's metrics", await (await fetch(`${node.url}/metrics`)).text());
    const signature = await signRequest(parseSigningKey(secrets.signingKey), {
      method: "GET",
      path: STATUS_PATH,
      body: new Uint8Array(new ArrayBuffer(0)),
    });
    sinks.set("the node's status", await (await fetch(`${node.url}${STATUS_PATH}`, { headers: signature })).text());
    const services = (): Set<string> => new Set(collector.spans().map(({ service }) => service));
    await expect.poll(() => services().size, { timeout: 10_000 }).toBe(2);

    // A usage record is written a moment after the request; the end of workerd is the last chance for anything else.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await Promise.all([edge.child.stop(), node.child.stop()]);
    sinks.set("the traces", collector.bodies.join("\n"));
    sinks.set("the stored objects", await filesOf(join(directory, "objects")));

    expect(answer.length).toBeGreaterThan(15);
    const piece = JSON.stringify(answer.slice(0, 15)).slice(1, -1);
    for (const [sink, text] of sinks) {
      expect(text.length, `${sink} was looked at`).toBeGreaterThan(0);
      expect(text.includes(CANARY), `prompt in ${sink}`).toBe(false);
      expect(text.includes(piece) || text.includes(answer.slice(0, 15)), `answer in ${sink}`).toBe(false);
      expect(text.includes(secrets.apiKey.slice(-43)), `key in ${sink}`).toBe(false);
      expect(text.includes(QUESTION.slice(0, 20)), `question in ${sink}`).toBe(false);
    }
    expect([...sinks.keys()].sort()).toEqual([
      "the edge's log",
      "the errors of other requests",
      "the node's log",
      "the node's metrics",
      "the node's status",
      "the stored objects",
      "the traces",
    ]);
  });

  it("can be followed all the same: one trace id from the client to every step of the node", async () => {
    const spans = collector.spans().filter(({ traceId }) => traceId === TRACE);
    const [request] = spans.filter(({ service, name }) => service === "dyllm-edge" && name.startsWith("POST "));
    const generate = spans.find(({ name, parentSpanId }) => name === "generate" && parentSpanId === request?.spanId);
    expect(request?.parentSpanId).toBe("00f067aa0ba902b7");
    expect(generate?.service).toBe("dyllm-node");
    const children = spans.filter(({ parentSpanId }) => parentSpanId === generate?.spanId).map(({ name }) => name);
    expect(children).toContain("queue");
    expect(children).toContain("step");
    for (const name of ["edge", "node"]) {
      const lines = (sinks.get(`the ${name}'s log`) ?? "").split("\n").filter((line) => line.includes(TRACE));
      expect(lines.length, name).toBeGreaterThanOrEqual(2);
      expect(lines.every((line) => typeof JSON.parse(line).requestId === "string")).toBe(true);
    }
  });
});
