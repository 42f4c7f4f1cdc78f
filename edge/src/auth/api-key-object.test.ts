import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";

describe("a key's object", () => {
  it("adds up usage in memory and writes it with the alarm", async () => {
    const object = env.API_KEY_OBJECTS.getByName("usage-adds-up");
    await object.record({ promptTokens: 5, completionTokens: 7, atMs: 1000 });
    await object.record({ promptTokens: 1, completionTokens: 2, atMs: 900 });
    expect(await object.usage()).toEqual({ requests: 2, promptTokens: 6, completionTokens: 9, lastUsedMs: 1000 });
    const rows = (): Promise<unknown[]> =>
      runInDurableObject(object, (_, state) => state.storage.sql.exec("SELECT requests FROM state").toArray());
    expect(await rows()).toEqual([]);
    expect(await runDurableObjectAlarm(object)).toBe(true);
    expect(await rows()).toEqual([{ requests: 2 }]);
    expect(await runDurableObjectAlarm(object)).toBe(false);
  });

  it("has a revocation on disk before it answers", async () => {
    const object = env.API_KEY_OBJECTS.getByName("revoked-at-once");
    expect(await object.authorize()).toEqual({ allowed: true });
    await object.revoke(1234);
    await object.revoke(9999);
    expect(await object.authorize()).toEqual({ allowed: false });
    const rows = await runInDurableObject(object, (_, state) =>
      state.storage.sql.exec("SELECT revoked_at_ms FROM state").toArray(),
    );
    expect(rows).toEqual([{ revoked_at_ms: 1234 }]);
  });
});
