import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { withLocalStack } from "../../tools/local/with-stack.ts";
import { slowRequest } from "../support/client.ts";

/** Words that must appear in no log line. */
const CANARY = "heliotrope-canary-7431";

const SLOW = slowRequest(`Tell me about ${CANARY}.`);

describe("a node that dies", () => {
  it("ends a running stream with an error event, refuses the next request as retryable, and no log holds the prompt", async () => {
    const directory = await mkdtemp(join(tmpdir(), "dyllm-lost-"));
    try {
      await withLocalStack({ directory, log: "pipe" }, async (stack) => {
        let logs = "";
        for (const child of [stack.edge.child, stack.node.child]) {
          for (const output of [child.process.stdout, child.process.stderr]) {
            output?.on("data", (chunk: Buffer) => {
              logs += chunk.toString("utf8");
            });
          }
        }
        const client = new OpenAI({ baseURL: `${stack.edgeUrl}/v1`, apiKey: stack.apiKey, maxRetries: 0 });
        const failure = await streamUntilFailure(client, () => stack.node.child.process.kill("SIGKILL"));
        expect(failure).toBeInstanceOf(OpenAI.APIError);
        expect(failure).toMatchObject({ code: "node_lost" });

        const next = client.chat.completions.create(SLOW);
        await expect(next).rejects.toMatchObject({ status: expect.toSatisfy((status: number) => status >= 502) });
        expect(logs).toContain("request");
        expect(logs).not.toContain(CANARY);
      });
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});

/** Reads a stream, breaks the node after the first chunk, and returns what the loop threw; null when it ended as if complete. */
async function streamUntilFailure(client: OpenAI, breakNode: () => void): Promise<unknown> {
  let broken = false;
  try {
    for await (const _chunk of await client.chat.completions.create({ ...SLOW, stream: true })) {
      if (!broken) {
        broken = true;
        setTimeout(breakNode, 300);
      }
    }
    return null;
  } catch (error) {
    return error;
  }
}
