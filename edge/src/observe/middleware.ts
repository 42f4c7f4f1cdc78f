import { TRACEPARENT_HEADER, toHex } from "@dyllm/shared";
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { AppContext, AppEnv } from "../context.ts";
import { exportSpans, requestSpan } from "./export-spans.ts";
import { FLUSH_AFTER_MS, metricsOf } from "./metrics-buffer.ts";
import { type RequestLog, writeRequestLog } from "./request-log.ts";
import { serverTiming } from "./server-timing.ts";
import { startSpan, type Tracing, tracingOf } from "./tracing.ts";

/** 128 random bits, as OpenAI's request ids have. */
const REQUEST_ID_BYTES = 16;

/** Version of the API that answers claim; clients know this one. */
const OPENAI_VERSION = "2020-10-01";

/** Gives every request its id and its span, every answer the headers clients expect, and the log its line. */
export const observe: MiddlewareHandler<AppEnv> = async (c, next) => {
  const started = performance.now();
  const tracing = tracingOf(c.env);
  const log: RequestLog = {
    requestId: `req_${toHex(crypto.getRandomValues(new Uint8Array(REQUEST_ID_BYTES)))}`,
    method: c.req.method,
    startedMs: Date.now(),
    ...startSpan(c.req.header(TRACEPARENT_HEADER), tracing, Math.random),
    route: "",
    status: 0,
  };
  c.set("requestId", log.requestId);
  c.set("log", log);
  const handled = next();
  // A client that resets the connection before it has an answer ends the request's context, unless something is left to
  // wait for: the generation must be cancelled in order and counted, and the log needs its line.
  c.executionCtx.waitUntil(handled.catch(() => {}));
  await handled;
  log.route = routePath(c, -1);
  log.status = c.res.status;
  log.headersMs = performance.now() - started;
  // Not `c.header`: it copies the whole answer each time, which costs more than all that is done here.
  const { headers } = c.res;
  headers.set("x-request-id", log.requestId);
  headers.set("openai-processing-ms", String(Math.round(log.headersMs)));
  headers.set("openai-version", OPENAI_VERSION);
  headers.set("x-content-type-options", "nosniff");
  const timing = serverTiming(log);
  if (timing !== null) {
    headers.set("server-timing", timing);
  }
  if (log.node !== undefined) {
    headers.set("x-dyllm-node", log.node);
  }
  c.executionCtx.waitUntil(finish(c, log, tracing));
};

/** Tells every sink about a request once its answer has left: nobody should wait for a line of the log. */
async function finish(c: AppContext, log: RequestLog, tracing: Tracing | null): Promise<void> {
  await log.finished?.catch(() => {});
  const endedMs = Date.now();
  await scheduler.wait(0);
  writeRequestLog(log, endedMs);
  if (tracing !== null && log.span.sampled) {
    c.executionCtx.waitUntil(exportSpans(tracing, [requestSpan(log, endedMs)]));
  }
  if (c.env.METRICS_OBJECT !== undefined) {
    const metrics = metricsOf(c.env);
    metrics.record(log, endedMs);
    if (metrics.claimFlush(endedMs)) {
      c.executionCtx.waitUntil(scheduler.wait(FLUSH_AFTER_MS).then(() => metrics.flush(c.env)));
    }
  }
}
