/** `/admin/v1/usage`, `/admin/v1/audit` and `/admin/v1/errors`: what keys were used for, what administrators did, what failed. */
import type { AppContext } from "../context.ts";
import { metricsOf } from "../observe/metrics-buffer.ts";
import { METRICS_OBJECT_NAME } from "../observe/metrics-object.ts";
import { unknownUrl } from "../routes/not-found.ts";
import { auditLog, MAX_AUDIT_PAGE } from "./audit-log.ts";
import { pageOfKeys } from "./keys.ts";
import { presentUsage, queryInteger, toSeconds } from "./wire.ts";

/** Days of usage an object keeps, see `auth/key-usage.ts`. */
const MAX_DAYS = 62;

/** `GET /admin/v1/usage?tenant=&limit=&before=&days=`: usage by key, and by day for the last `days` days. */
export async function listUsage(c: AppContext): Promise<Response> {
  const days = queryInteger(c.req.query("days"), "days", MAX_DAYS) ?? 0;
  const { keys, next } = await pageOfKeys(c);
  const data = await Promise.all(
    keys.map(async ({ id, object, record }) => presentUsage(id, await object.describe(), record, days)),
  );
  return c.json({ object: "list", data, next });
}

/** `GET /admin/v1/audit?limit=&before=`: admin actions, newest first. */
export async function listAudit(c: AppContext): Promise<Response> {
  const limit = queryInteger(c.req.query("limit"), "limit", MAX_AUDIT_PAGE) ?? MAX_AUDIT_PAGE;
  const before = queryInteger(c.req.query("before"), "before", Number.MAX_SAFE_INTEGER);
  const entries = await auditLog(c.env).list(before, limit);
  const data = entries.map(({ id, atMs, admin, action, target, detail, requestId, outcome }) => ({
    id,
    at: toSeconds(atMs),
    admin,
    action,
    target,
    detail: JSON.parse(detail),
    request_id: requestId,
    outcome,
  }));
  return c.json({ object: "list", data, next: entries.length < limit ? null : (entries.at(-1)?.id ?? null) });
}

/**
 * `GET /admin/v1/errors`: the latest errors told to callers, the latest first; like ones count as one. This isolate's are
 * handed in first, those of others are up to a second old; kept in memory only.
 */
export async function listErrors(c: AppContext): Promise<Response> {
  if (c.env.METRICS_OBJECT === undefined) {
    throw unknownUrl(c.req.method);
  }
  await metricsOf(c.env).flush(c.env);
  const errors = await c.env.METRICS_OBJECT.getByName(METRICS_OBJECT_NAME).errors();
  const data = errors.map(({ code, route, keyId, node, count, lastMs, lastStatus, lastRequestId }) => ({
    code,
    route,
    key_id: keyId,
    node,
    count,
    last_at: toSeconds(lastMs),
    last_status: lastStatus,
    last_request_id: lastRequestId,
  }));
  return c.json({ object: "list", data });
}
