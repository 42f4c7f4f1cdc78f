/** Hedging over real connections: what happens to the node that loses. */
import { expect, it } from "vitest";
import { STUB_MODEL } from "../support/node-stub.ts";
import { startStubGateway } from "../support/stub-gateway.ts";
import { adminClient } from "./admin-client.ts";

/** Time for the slow node's first piece, in ms: far more than the test may take. */
const STUCK_MS = 60_000;

it("a request that is stuck at its node is computed by another; the stuck one is cancelled there and not charged", async () => {
  let calls = 0;
  // Whoever is asked first is stuck: the choice between two idle nodes is the gateway's.
  const shape = () => ({ pieces: 3, gapMs: calls++ === 0 ? STUCK_MS : 1 });
  const gateway = await startStubGateway({
    stub: { shape },
    other: { shape },
    vars: { ROUTING: JSON.stringify({ hedgeAfterMs: 100 }) },
  });
  try {
    const admin = adminClient(gateway.url, gateway.secrets.adminKey);
    const key = await admin.create("hedged", { tokens_per_day: 1_000_000 });
    const answer = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key.key}`, "content-type": "application/json" },
      body: JSON.stringify({ model: STUB_MODEL, messages: [{ role: "user", content: "hi" }], max_tokens: 8 }),
    });
    expect(JSON.parse(await answer.text())).toMatchObject({ usage: { prompt_tokens: 11, completion_tokens: 3 } });
    const all = [...gateway.stub.calls, ...(gateway.other?.calls ?? [])];
    expect(all).toHaveLength(2);
    await expect.poll(() => all.filter(({ aborted }) => aborted).length).toBe(1);
    expect(all.find(({ aborted }) => aborted)?.sent).toBe(0);
    await expect.poll(async () => (await admin.get(key.id)).usage.requests).toBe(1);
    expect(await admin.get(key.id)).toMatchObject({
      spent: { day: 14 },
      usage: { requests: 1, prompt_tokens: 11, completion_tokens: 3 },
    });
  } finally {
    await gateway.stop();
  }
});
