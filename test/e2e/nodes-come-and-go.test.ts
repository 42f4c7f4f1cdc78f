/** Nodes as operators know them: behind NAT, asleep, drained, back again. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Cluster, nodeStates, untilReady, withCluster } from "../chaos/cluster.ts";
import { ask, drillClient, type Question } from "../chaos/question.ts";
import { until } from "../support/client.ts";

const TIMEOUT_MS = 120_000;

/** workerd puts an object to sleep that has done nothing but hold sockets for 10 s. */
const ASLEEP_AFTER_MS = 13_000;

const QUESTION: Question = { prompt: "Tell me about the sea.", mode: "dense", temperature: 0, seed: 5, maxTokens: 24 };

let directory = "";

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "dyllm-nodes-"));
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** Id of the node that answered a request. */
async function answeredBy(cluster: Cluster): Promise<string | null> {
  const answer = await fetch(`${cluster.edge.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${cluster.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "dyllm-demo", messages: [{ role: "user", content: "Hello!" }], max_tokens: 8 }),
  });
  expect(answer.status).toBe(200);
  await answer.text();
  return answer.headers.get("x-dyllm-node");
}

async function decide(cluster: Cluster, id: string, action: "drain" | "undrain"): Promise<void> {
  const answer = await fetch(`${cluster.edge.url}/admin/v1/nodes/${id}/${action}`, {
    method: "POST",
    headers: { authorization: `Bearer ${cluster.adminKey}` },
  });
  expect(answer.status).toBe(200);
  await answer.text();
}

describe("a node that dials out", () => {
  it(
    "answers after its link has slept, and comes back by itself when the gateway was restarted",
    async () => {
      await withCluster({ directory: join(directory, "linked"), nodes: 1, kind: "linked" }, async (cluster) => {
        const undisturbed = await ask(drillClient(cluster.edge.url, cluster.apiKey), QUESTION);
        await new Promise((resolve) => setTimeout(resolve, ASLEEP_AFTER_MS));
        expect(await ask(drillClient(cluster.edge.url, cluster.apiKey), QUESTION)).toEqual(undisturbed);
        await cluster.edge.restart();
        await untilReady(cluster, 1);
        expect(await ask(drillClient(cluster.edge.url, cluster.apiKey), QUESTION)).toEqual(undisturbed);
        expect(cluster.nodes[0]?.log.match(/"event":"link open"/g)).toHaveLength(2);
      });
    },
    TIMEOUT_MS,
  );
});

describe("a node that an operator drains", () => {
  it.each(["static", "registered", "linked"] as const)(
    "finishes what it runs, gets nothing new, and gets work again when it is undrained (%s)",
    async (kind) => {
      await withCluster({ directory: join(directory, `drain-${kind}`), nodes: 2, kind }, async (cluster) => {
        const client = drillClient(cluster.edge.url, cluster.apiKey);
        const undisturbed = await ask(client, QUESTION);
        let pieces = 0;
        const answer = ask(client, QUESTION, () => {
          pieces++;
        });
        await until(async () => pieces > 0, 20_000);
        let busy = "";
        for (const node of cluster.nodes) {
          busy = (await node.metric("dyllm_running")) > 0 ? node.id : busy;
        }
        expect(busy).not.toBe("");
        await decide(cluster, busy, "drain");
        expect((await nodeStates(cluster)).get(busy)).toBe("drained");
        const asked = await Promise.all(Array.from({ length: 6 }, () => answeredBy(cluster)));
        expect(asked).not.toContain(busy);
        expect(await answer).toEqual(undisturbed);
        expect(cluster.nodes.find(({ id }) => id === busy)?.log).not.toContain('"cancelled"');
        await decide(cluster, busy, "undrain");
        await untilReady(cluster, 2);
      });
    },
    TIMEOUT_MS,
  );
});
