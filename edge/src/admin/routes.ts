import type { Hono } from "hono";
import type { AppEnv } from "../context.ts";
import { onlyMethods } from "../routes/not-found.ts";
import { createKey, getKey, listKeys, patchKey, revokeKey, rotateKey } from "./keys.ts";
import { listAudit, listErrors, listUsage } from "./reports.ts";
import { requireAdmin } from "./require-admin.ts";

/** Adds the admin API for keys, usage, the audit log and the latest errors. Everything under `/admin/` asks for an admin credential. */
export function addAdminRoutes(app: Hono<AppEnv>): void {
  app.use("/admin/*", requireAdmin);
  app.post("/admin/v1/keys", createKey);
  app.get("/admin/v1/keys", listKeys);
  app.all("/admin/v1/keys", onlyMethods("GET", "POST"));
  app.get("/admin/v1/keys/:id", getKey);
  app.patch("/admin/v1/keys/:id", patchKey);
  app.delete("/admin/v1/keys/:id", revokeKey);
  app.all("/admin/v1/keys/:id", onlyMethods("GET", "PATCH", "DELETE"));
  app.post("/admin/v1/keys/:id/rotate", rotateKey);
  app.all("/admin/v1/keys/:id/rotate", onlyMethods("POST"));
  app.post("/admin/v1/keys/:id/revoke", revokeKey);
  app.all("/admin/v1/keys/:id/revoke", onlyMethods("POST"));
  app.get("/admin/v1/usage", listUsage);
  app.all("/admin/v1/usage", onlyMethods("GET"));
  app.get("/admin/v1/audit", listAudit);
  app.all("/admin/v1/audit", onlyMethods("GET"));
  app.get("/admin/v1/errors", listErrors);
  app.all("/admin/v1/errors", onlyMethods("GET"));
}
