import { describe, expect, it } from "vitest";
import { STUB_MODEL } from "../support/node-stub.ts";
import { startStubGateway } from "../support/stub-gateway.ts";

/** One for the answers, one for the status, and a spare: far fewer than requests. */
const MAX_CONNECTIONS = 4;

describe("the gateway's connections to a node", () => {
  it("carry one request after another, streamed or not", async () => {
    const gateway = await startStubGateway();
    let connections = 0;
    gateway.stub.server.on("connection", () => {
      connections++;
    });
    for (let i = 0; i < 30; i++) {
      const answer = await fetch(`${gateway.url}/v1/chat/completions`, {
        method: "POST",
        headers: gateway.headers,
        body: JSON.stringify({ model: STUB_MODEL, messages: [{ role: "user", content: "hi" }], stream: i % 2 === 0 }),
      });
      expect(await answer.text()).toContain("word");
    }
    await gateway.stop();
    expect(connections).toBeLessThanOrEqual(MAX_CONNECTIONS);
  });
});
