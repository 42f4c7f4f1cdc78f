import { DyllmError, GENERATE_PATH, STATUS_PATH, toDyllmError } from "@dyllm/shared";
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { summarizeError } from "../observe/log.ts";
import type { NodeContext } from "./context.ts";
import { errorResponse } from "./error-response.ts";
import { handleGenerate } from "./routes/generate.ts";
import { handleHealthz } from "./routes/healthz.ts";
import { handleMetrics } from "./routes/metrics.ts";
import { handleStatus } from "./routes/status.ts";

export type NodeApp = Hono<{ Bindings: HttpBindings }>;

/** The node's HTTP API: its routes, and the one place where exceptions become answers. */
export function createApp(node: NodeContext): NodeApp {
  const app: NodeApp = new Hono<{ Bindings: HttpBindings }>();
  app.post(GENERATE_PATH, (c) => handleGenerate(c, node));
  app.get(STATUS_PATH, (c) => handleStatus(c, node));
  app.get("/healthz", (c) => handleHealthz(c, node));
  app.get("/metrics", (c) => handleMetrics(c, node));

  app.all(GENERATE_PATH, () => methodNotAllowed("POST"));
  for (const path of [STATUS_PATH, "/healthz", "/metrics"]) {
    app.all(path, () => methodNotAllowed("GET"));
  }

  app.notFound(() => errorResponse(new DyllmError("unknown_url", "There is nothing at this address.")));
  app.onError((thrown, c) => {
    const error = toDyllmError(thrown);
    const where = { method: c.req.method, route: c.req.path, status: error.status, code: error.code };
    if (thrown instanceof DyllmError) {
      node.log.info("request refused", where);
    } else {
      node.log.error("request failed", { ...where, error: summarizeError(thrown) });
    }
    node.metrics.requestRefused(error.code);
    return errorResponse(error);
  });
  return app;
}

function methodNotAllowed(allowed: string): Response {
  return errorResponse(new DyllmError("method_not_allowed", `This address takes ${allowed} only.`), { allow: allowed });
}
