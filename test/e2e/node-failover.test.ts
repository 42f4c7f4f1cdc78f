import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ClusterOptions, withCluster } from "../chaos/cluster.ts";
import { drillQuestions, killDrill } from "../chaos/kill-drill.ts";
import { ask, drillClient, type Question } from "../chaos/question.ts";

/** Kills in the ordinary suite; `npm run drill:kill` does a hundred. */
const KILLS = 3;

const TIMEOUT_MS = 180_000;

let directory = "";

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "dyllm-failover-"));
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

function question(temperature: number): Question {
  return { prompt: "Tell me about the sea.", mode: "dense", temperature, seed: 5, maxTokens: 64 };
}

describe.each(["static", "linked"] as const)("nodes that are killed in mid-answer (%s)", (kind) => {
  it(
    "lose nothing: every answer is complete, and in dense mode the undisturbed one (seed 1)",
    async () => {
      const options: ClusterOptions = { directory: join(directory, `kill-${kind}`), nodes: 2, kind };
      const result = await withCluster(options, (cluster) =>
        killDrill(cluster, {
          kills: KILLS,
          streams: 4,
          seed: 1,
          questions: drillQuestions(["dense", "dyllm-exact"], 48),
        }),
      );
      expect(result.problems).toEqual([]);
      expect(result.interrupted).toBeGreaterThan(0);
      expect(result.modes.get("dense")).toMatchObject({ incomplete: 0, different: 0, usageWrong: 0 });
      expect(result.modes.get("dyllm-exact")).toMatchObject({ incomplete: 0, usageWrong: 0 });
    },
    TIMEOUT_MS,
  );
});

describe("a node that does not die but stops working", () => {
  it.each([0, 2])(
    "is replaced when it hangs or drains, without a trace in the answer (temperature %i)",
    async (temperature) => {
      const vars = { ROUTING: JSON.stringify({ keepAliveMs: 200, stallMs: 1_000 }) };
      const options: ClusterOptions = { directory: join(directory, `hang-${temperature}`), nodes: 2, vars };
      await withCluster(options, async (cluster) => {
        const client = drillClient(cluster.edge.url, cluster.apiKey);
        const undisturbed = await ask(client, question(temperature));
        for (const fault of ["freeze", "drain"] as const) {
          let pieces = 0;
          let frozen: (typeof cluster.nodes)[number] | undefined;
          const answer = ask(client, question(temperature), () => {
            pieces++;
          });
          await expect.poll(() => pieces, { timeout: 20_000 }).toBeGreaterThan(2);
          for (const node of cluster.nodes) {
            if ((await node.metric("dyllm_running")) > 0) {
              frozen = node;
              if (fault === "freeze") {
                node.freeze();
              } else {
                void node.stop();
              }
            }
          }
          expect(frozen).toBeDefined();
          expect(await answer).toEqual(undisturbed);
          if (fault === "freeze") {
            frozen?.thaw();
          }
        }
      });
    },
    TIMEOUT_MS,
  );
});
