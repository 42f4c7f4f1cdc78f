import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseSigningKey, STATUS_PATH, signRequest } from "@dyllm/shared";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type DevSecrets, makeDevSecrets } from "../../tools/local/dev-secrets.ts";
import { type RunningEdge, type RunningNode, startEdge, startNode } from "../../tools/local/stack.ts";
import { freePort } from "../../tools/local/with-stack.ts";
import { bundleWorker, ROOT } from "../../tools/local/worker-bundle.ts";
import { adminClient } from "../drill/admin-client.ts";
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
/** Reached by its address. */
let node: RunningNode;
/** Dials out. */
let linked: RunningNode;
let edge: RunningEdge;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "dyllm-privacy-"));
  secrets = makeDevSecrets();
  collector = await startCollector();
  const launch = async (id: string, ...flags: readonly string[]): Promise<RunningNode> =>
    await startNode({
      model: join(ROOT, "models/dyllm-demo"),
      port: await freePort(),
      secrets,
      log: "pipe",
      flags: ["--node-id", id, "--log-level", "debug", "--threads", "1", ...flags],
      environment: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
    });
  [node] = await Promise.all([launch("n1"), bundleWorker(directory)]);
  edge = await startEdge({
    directory,
    port: 0,
    nodes: [{ id: "n1", url: node.url }],
    secrets,
    log: "pipe",
    vars: { OTLP_ENDPOINT: collector.url },
  });
  linked = await launch("n2", "--connect", edge.url.replace("http:", "ws:"));
  const { read } = adminClient(edge.url, secrets.adminKey);
  await vi.waitFor(
    async () => {
      if ((await read("/admin/v1/nodes")).text.match(/"ready"/g)?.length !== 2) {
        throw new Error("not both nodes are ready");
      }
    },
    { timeout: 20_000 },
  );
  const children = { node: node.child, "linked node": linked.child, edge: edge.child };
  for (const [name, child] of Object.entries(children)) {
    for (const stream of [child.process.stdout, child.process.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        const key = `the ${name}'s log`;
        sinks.set(key, (sinks.get(key) ?? "") + chunk.toString("utf8"));
      });
    }
  }
}, 60_000);

afterAll(async () => {
  await Promise.all([edge.child.stop(), node.child.stop(), linked.child.stop()]);
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

    // Every way in, with text in every field that takes any; often enough that both nodes get some of it.
    const text = `${QUESTION} ${CANARY}`;
    const tags = { user: CANARY, metadata: { [CANARY]: CANARY } };
    const chat = { model: MODEL, messages, max_completion_tokens: 24, ...tags };
    const prompted = { model: MODEL, prompt: text, max_tokens: 8, ...tags };
    const ways: readonly (readonly [string, Record<string, unknown>])[] = [
      ["/v1/chat/completions", { ...chat, logprobs: true, top_logprobs: 2, n: 2 }],
      ["/v1/chat/completions", { ...chat, stream: true, dyllm: { canvas: true } }],
      ["/v1/chat/completions", { ...chat, stream: true, diffusing: true }],
      ["/v1/chat/completions", { ...chat, response_format: { type: "json_object" } }],
      ["/v1/completions", { ...prompted, suffix: ` ${CANARY}`, stop: CANARY }],
      ["/v1/completions", { ...prompted, echo: true, logprobs: 1, stream: true }],
      ["/v1/completions", { model: MODEL, dyllm: { segments: [text, CANARY], gap_tokens: [4] } }],
      ["/v1/fim/completions", { ...prompted, suffix: CANARY }],
      ["/v1/responses", { model: MODEL, input: text, instructions: CANARY, max_output_tokens: 16, ...tags }],
      [
        "/v1/responses",
        { model: MODEL, input: messages, stream: true, prompt_cache_key: CANARY, max_output_tokens: 16 },
      ],
    ];
    for (const [path, body] of [...ways, ...ways]) {
      const { status } = await send(body, { traceparent }, path);
      // The model may write no JSON object, which is an error with a code.
      expect([200, 502], `${path} ${JSON.stringify(body)}`).toContain(status);
    }

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
    for (const [name, { url }] of Object.entries({ node, "linked node": linked })) {
      sinks.set(`the ${name}'s metrics`, await (await fetch(`${url}/metrics`)).text());
    }
    const admin = adminClient(edge.url, secrets.adminKey);
    await admin.create("audited", {});
    for (const path of ["/metrics", "/admin/v1/nodes", "/admin/v1/keys", "/admin/v1/usage", "/admin/v1/audit"]) {
      sinks.set(`GET ${path}`, (await admin.read(path)).text);
    }
    const signature = await signRequest(parseSigningKey(secrets.signingKey), {
      method: "GET",
      path: STATUS_PATH,
      body: new Uint8Array(new ArrayBuffer(0)),
    });
    sinks.set("the node's status", await (await fetch(`${node.url}${STATUS_PATH}`, { headers: signature })).text());
    const services = (): Set<string> => new Set(collector.spans().map(({ service }) => service));
    await expect.poll(() => services().size, { timeout: 10_000 }).toBe(2);

    // A node that dies in mid-answer is told of in logs, too.
    const broken = send({ model: MODEL, messages, max_completion_tokens: 400, logit_bias: { 1: -100, 4: -100 } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    node.child.process.kill("SIGKILL");
    await broken.catch(() => undefined);

    // A usage record is written a moment after the request; the end of workerd is the last chance for anything else.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await Promise.all([edge.child.stop(), linked.child.stop()]);
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
      ...["GET /admin/v1/audit", "GET /admin/v1/keys", "GET /admin/v1/nodes", "GET /admin/v1/usage", "GET /metrics"],
      ...["the edge's log", "the errors of other requests", "the linked node's log", "the linked node's metrics"],
      ...["the node's log", "the node's metrics", "the node's status", "the stored objects", "the traces"],
    ]);
    for (const name of ["node", "linked node"]) {
      expect(sinks.get(`the ${name}'s log`), `the ${name} had a part in it`).toContain("generation ended");
    }
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
