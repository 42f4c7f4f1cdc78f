import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMetrics } from "../../gpu-node/src/observe/metrics.ts";
import { ROOT } from "../../tools/local/worker-bundle.ts";
import { adminClient } from "../drill/admin-client.ts";
import { STUB_MODEL } from "../support/node-stub.ts";
import { type StubGateway, startStubGateway } from "../support/stub-gateway.ts";

let gateway: StubGateway;

beforeAll(async () => {
  gateway = await startStubGateway();
}, 60_000);

afterAll(async () => {
  await gateway.stop();
});

describe("GET /metrics of the gateway", () => {
  it("counts what was asked for holders of the admin credential, and shows nobody else that it exists", async () => {
    const body = JSON.stringify({ model: STUB_MODEL, messages: [{ role: "user", content: "hi" }] });
    for (let i = 0; i < 3; i++) {
      const answer = await fetch(`${gateway.url}/v1/chat/completions`, {
        method: "POST",
        headers: gateway.headers,
        body,
      });
      await answer.text();
    }
    const admin = adminClient(gateway.url, gateway.secrets.adminKey);
    const { status, text } = await admin.read("/metrics");
    expect(status).toBe(200);
    expect(text).toMatch(/dyllm_edge_requests_total\{route="\/v1\/chat\/completions",method="POST",status="200"\} 3\n/);
    expect(text).toMatch(/dyllm_edge_tokens_total\{model="stub",kind="completion"\} 3\n/);
    expect(text).not.toContain(gateway.secrets.publicId);
    expect((await fetch(`${gateway.url}/metrics`, { headers: gateway.headers })).status).toBe(401);
  });

  it("and of the node have every metric that the dashboard draws", async () => {
    const dashboard = await readFile(join(ROOT, "deploy/grafana/dyllm-gateway.json"), "utf8");
    const expressions: string[] = JSON.parse(dashboard).panels.flatMap((panel: { targets: { expr: string }[] }) =>
      panel.targets.map(({ expr }) => expr),
    );
    const drawn = new Set(expressions.flatMap((text) => text.match(/dyllm_[a-z_]+/g) ?? []));
    const node = createMetrics();
    const edge = await adminClient(gateway.url, gateway.secrets.adminKey).read("/metrics");
    const known = `${edge.text}${await node.text()}`;
    node.stop();
    expect(drawn.size).toBeGreaterThan(10);
    for (const name of drawn) {
      expect(known, name).toMatch(new RegExp(`^# TYPE ${name.replace(/_bucket$/, "")} `, "m"));
    }
  });
});
