import type { AppContext } from "../context.ts";
import { metricsOf } from "../observe/metrics-buffer.ts";
import { METRICS_OBJECT_NAME } from "../observe/metrics-object.ts";
import { METRICS_CONTENT_TYPE } from "../observe/metrics-store.ts";
import { unknownUrl } from "./not-found.ts";

/**
 * `GET /metrics`, for holders of the admin credential: Prometheus text over all isolates. This isolate's counts are handed
 * in first; those of others are up to a second old.
 */
export async function metrics(c: AppContext): Promise<Response> {
  if (c.env.METRICS_OBJECT === undefined) {
    throw unknownUrl(c.req.method);
  }
  await metricsOf(c.env).flush(c.env);
  const text = await c.env.METRICS_OBJECT.getByName(METRICS_OBJECT_NAME).text();
  return c.body(text, 200, { "content-type": METRICS_CONTENT_TYPE, "cache-control": "no-store" });
}
