import { mkdtemp, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Cluster, withCluster } from "../chaos/cluster.ts";
import { type AdminClient, adminClient } from "../drill/admin-client.ts";
import { slowRequest, until } from "../support/client.ts";

/** A client that has left must not keep a node busy longer than this, in ms. */
const MAX_CANCEL_MS = 500;

/** The model's end tokens (`config.json`) are forbidden, so that only the window ends the answer: some ten seconds. */
const SLOW = slowRequest("Tell me about everything you know.");

interface Client {
  readonly socket: Socket;
  /** Id of the key it asked with, which is its alone. */
  readonly keyId: string;
  /** What the gateway has answered so far. */
  received(): string;
  leave(how: "FIN" | "RST"): void;
}

describe.each(["static", "linked"] as const)("a client that leaves (%s node)", (kind) => {
  let directory = "";
  let cluster: Cluster;
  let admin: AdminClient;
  let finish: () => void = () => {};
  let ended: Promise<void> = Promise.resolve();

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "dyllm-abort-"));
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    // One at a time on the node, one more in its queue: the third waits at the gateway.
    const options = { directory, nodes: 1, kind, nodeFlags: ["--max-running", "1", "--max-queued", "1"] };
    await new Promise<void>((ready, failed) => {
      ended = withCluster(options, async (started) => {
        cluster = started;
        admin = adminClient(cluster.edge.url, cluster.adminKey);
        ready();
        await finished;
      });
      ended.catch(failed);
    });
  }, 60_000);

  afterAll(async () => {
    finish();
    await ended;
    await rm(directory, { recursive: true, force: true });
  });

  const metric = async (name: string): Promise<number> => (await cluster.nodes[0]?.metric(name)) ?? Number.NaN;
  const running = async (): Promise<boolean> => (await metric("dyllm_running")) === 1;
  const queued = async (): Promise<boolean> => (await metric("dyllm_queue_length")) === 1;
  const idle = async (): Promise<boolean> =>
    (await metric("dyllm_running")) === 0 && (await metric("dyllm_queue_length")) === 0;

  /** What a key was charged, once nothing of it is reserved any more. */
  async function settled({ keyId }: Client): Promise<{ readonly prompt: number; readonly completion: number }> {
    await until(async () => (await admin.get(keyId)).running === 0, 5_000);
    const { usage, spent } = await admin.get(keyId);
    expect(usage.requests).toBe(1);
    expect(spent.day).toBe(usage.prompt_tokens + usage.completion_tokens);
    return { prompt: usage.prompt_tokens, completion: usage.completion_tokens };
  }

  async function client(stream: boolean): Promise<Client> {
    const { id, key } = await admin.create("abort", { tokens_per_day: 1_000_000 });
    const { hostname, port } = new URL(cluster.edge.url);
    const body = JSON.stringify({ ...SLOW, stream });
    const socket = connect(Number(port), hostname);
    let text = "";
    socket.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
    });
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${key}\r\n` +
        `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    return {
      socket,
      keyId: id,
      received: () => text,
      leave: (how) => void (how === "FIN" ? socket.destroy() : socket.resetAndDestroy()),
    };
  }

  const ways = (["FIN", "RST"] as const).flatMap((how) => [true, false].map((stream) => [how, stream] as const));

  it.each(ways)("before the first token, by %s, frees the node and is settled (streamed: %s)", async (how, stream) => {
    await until(idle, 5_000);
    const one = await client(stream);
    await until(running, 5_000);
    one.leave(how);
    expect(await until(idle, 5_000)).toBeLessThan(MAX_CANCEL_MS);
    expect((await settled(one)).prompt).toBeGreaterThan(0);
  });

  it.each(["FIN", "RST"] as const)(
    "in mid-stream, by %s, frees the node and is settled with what was sent",
    async (how) => {
      await until(idle, 5_000);
      const before = await metric("dyllm_tokens_total");
      const one = await client(true);
      await until(async () => /"content":"[^"]/.test(one.received()), 20_000);
      one.leave(how);
      expect(await until(idle, 5_000)).toBeLessThan(MAX_CANCEL_MS);
      // One token a step: every piece of text is at least one.
      const pieces = one.received().match(/"content":"[^"]/g)?.length ?? 0;
      const { prompt, completion } = await settled(one);
      expect(prompt).toBeGreaterThan(0);
      expect(completion).toBeGreaterThanOrEqual(pieces);
      expect(completion).toBeLessThanOrEqual((await metric("dyllm_tokens_total")) - before);
    },
  );

  it.each(ways)("while the node holds it queued, by %s, frees its place (streamed: %s)", async (how, stream) => {
    await until(idle, 5_000);
    const first = await client(true);
    await until(running, 5_000);
    const second = await client(stream);
    await until(queued, 5_000);
    second.leave(how);
    expect(await until(async () => !(await queued()), 5_000)).toBeLessThan(MAX_CANCEL_MS);
    expect(await running()).toBe(true);
    expect((await settled(second)).completion).toBe(0);
    first.leave("RST");
    expect(await until(idle, 5_000)).toBeLessThan(MAX_CANCEL_MS);
  });

  it.each(ways)(
    "while it waits at the gateway, by %s, does not keep the node busy (streamed: %s)",
    async (how, stream) => {
      await until(idle, 5_000);
      const [first, second] = [await client(true), await client(true)];
      await until(async () => (await running()) && (await queued()), 5_000);
      const third = await client(stream);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(third.received()).toBe("");
      third.leave(how);
      first.leave("RST");
      second.leave("RST");
      await new Promise((resolve) => setTimeout(resolve, MAX_CANCEL_MS));
      expect(await idle()).toBe(true);
      // The runtime tells of a client that left before its answer began when the answer begins: a few steps may run until then.
      expect((await settled(third)).completion).toBeLessThan(SLOW.max_completion_tokens / 10);
    },
  );
});
