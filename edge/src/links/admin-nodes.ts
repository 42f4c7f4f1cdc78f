/** `/admin/v1/nodes`: what nodes there are, and keeping work from them. */
import { DyllmError } from "@dyllm/shared";
import type { Hono } from "hono";
import { audited } from "../admin/audit-log.ts";
import { configOf } from "../config.ts";
import type { AppContext, AppEnv } from "../context.ts";
import type { NodeView } from "../nodes/choose.ts";
import { nodeId } from "../nodes/registry.ts";
import { onlyMethods } from "../routes/not-found.ts";
import { nodeDirectory } from "./node-directory.ts";

/** Adds the admin API for nodes; the caller has put an admin credential before everything under `/admin/`. */
export function addNodeAdminRoutes(app: Hono<AppEnv>): void {
  app.get("/admin/v1/nodes", listNodes);
  app.all("/admin/v1/nodes", onlyMethods("GET"));
  app.delete("/admin/v1/nodes/:id", removeNode);
  app.all("/admin/v1/nodes/:id", onlyMethods("DELETE"));
  app.post("/admin/v1/nodes/:id/drain", (c) => decide(c, "drain"));
  app.all("/admin/v1/nodes/:id/drain", onlyMethods("POST"));
  app.post("/admin/v1/nodes/:id/undrain", (c) => decide(c, "undrain"));
  app.all("/admin/v1/nodes/:id/undrain", onlyMethods("POST"));
}

async function listNodes(c: AppContext): Promise<Response> {
  const views = await configOf(c.env).pool.views();
  return c.json({ object: "list", data: views.map(presentNode) });
}

/** The load is this isolate's view: the node's last status, and what this isolate has sent since. */
function presentNode({ node, status, ready, reachable, drained, breaker, load, full }: NodeView): object {
  return {
    object: "node",
    id: node.id,
    kind: node.kind,
    url: node.origin,
    state: drained
      ? "drained"
      : !reachable
        ? "unreachable"
        : status?.draining === true
          ? "draining"
          : ready
            ? "ready"
            : "broken",
    breaker,
    full,
    load,
    models: status?.models.map((model) => model.id) ?? [],
    software: status?.software ?? null,
    backend: status?.backend ?? null,
    capacity: status?.capacity ?? null,
    running: status?.running ?? null,
    queued: status?.queued ?? null,
    steps_per_second: status?.stepsPerSecond ?? null,
    tokens_per_second: status?.tokensPerSecond ?? null,
    salient_fraction: status?.salientFraction ?? null,
  };
}

async function decide(c: AppContext, action: "drain" | "undrain"): Promise<Response> {
  const id = idOf(c);
  const { pool } = configOf(c.env);
  if (action === "drain" && !(await pool.views()).some(({ node }) => node.id === id)) {
    throw unknownNode();
  }
  await audited(c, `node.${action}`, id, {}, async () => await nodeDirectory(c.env)[action](id));
  pool.forgetDirectory();
  return c.json({ object: "node", id, drained: action === "drain" });
}

/** Forgets a node that came by itself, ends its connection, and lets it in no more until it is undrained. */
async function removeNode(c: AppContext): Promise<Response> {
  const id = idOf(c);
  const { pool } = configOf(c.env);
  if (pool.isConfigured(id)) {
    throw new DyllmError("invalid_value", "This node stands in the configuration: drain it, or take it out there.");
  }
  await audited(c, "node.remove", id, {}, async () => {
    if (!(await nodeDirectory(c.env).remove(id))) {
      throw unknownNode();
    }
    await c.env.NODE_LINKS.getByName(id).remove();
  });
  pool.forgetDirectory();
  return c.json({ object: "node", id, removed: true });
}

function idOf(c: AppContext): string {
  const id = c.req.param("id");
  if (id === undefined || !nodeId.safeParse(id).success) {
    throw unknownNode();
  }
  return id;
}

function unknownNode(): DyllmError {
  return new DyllmError("node_not_found", "There is no node of this id.");
}
