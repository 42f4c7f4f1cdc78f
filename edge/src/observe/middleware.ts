import { toHex } from "@dyllm/shared";
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { AppEnv } from "../context.ts";
import { type RequestLog, writeRequestLog } from "./request-log.ts";

/** 128 random bits, as OpenAI's request ids have. */
const REQUEST_ID_BYTES = 16;

/** Version of the API that answers claim; clients know this one. */
const OPENAI_VERSION = "2020-10-01";

/** Gives every request its id, every answer the headers clients expect, and the log its line. */
export const observe: MiddlewareHandler<AppEnv> = async (c, next) => {
  const requestId = `req_${toHex(crypto.getRandomValues(new Uint8Array(REQUEST_ID_BYTES)))}`;
  const log: RequestLog = { requestId, method: c.req.method, startedMs: Date.now(), route: "", status: 0 };
  c.set("requestId", requestId);
  c.set("log", log);
  const handled = next();
  // A client that resets the connection before it has an answer ends the request's context, unless something is left to
  // wait for: the generation must be cancelled in order and counted, and the log needs its line.
  c.executionCtx.waitUntil(handled.catch(() => {}));
  await handled;
  log.route = routePath(c, -1);
  log.status = c.res.status;
  log.headersMs = Date.now() - log.startedMs;
  c.header("x-request-id", requestId);
  c.header("openai-processing-ms", String(log.headersMs));
  c.header("openai-version", OPENAI_VERSION);
  c.header("x-content-type-options", "nosniff");
  if (log.node !== undefined) {
    c.header("x-dyllm-node", log.node);
  }
  if (log.finished === undefined) {
    writeRequestLog(log);
  } else {
    c.executionCtx.waitUntil(log.finished.finally(() => writeRequestLog(log)));
  }
};
