import {
  DyllmError,
  FRAMES_CONTENT_TYPE,
  type GenerateRequest,
  generateRequest,
  KEEP_ALIVE_HEADER,
  parseTraceparent,
} from "@dyllm/shared";
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import { summarizeError } from "../../observe/log.ts";
import { readBody } from "../body.ts";
import type { NodeContext } from "../context.ts";
import { frameStream } from "../frame-stream.ts";
import { parseJson } from "../json.ts";
import { MAX_BODY_BYTES } from "../limits.ts";
import { checkSignature, requireSignatureHeaders } from "../signature.ts";
import { signedPath } from "../signed-path.ts";
import { validate } from "../validate.ts";

/**
 * `POST /dyllm/v1/generate`: one signed request in, numbered frames out as NDJSON. Refusals before the first frame are
 * HTTP errors; once the scheduler took the request, the headers go out at once and failures are error frames.
 */
export async function handleGenerate(c: Context<{ Bindings: HttpBindings }>, node: NodeContext): Promise<Response> {
  const started = node.clock();
  const request = await readRequest(c, node);
  const abort = new AbortController();
  const source = c.req.raw.signal;
  if (source.aborted) {
    throw new DyllmError("cancelled", "The client left before its request was taken.");
  }
  const frames = node.scheduler.submit(request, abort.signal);
  const onLeave = (): void => abort.abort();
  // Taken off at the end: the runtime keeps a request's signal until the request is collected, which a listener that holds on
  // to the request would prevent for ever.
  source.addEventListener("abort", onLeave, { once: true });
  const ids = logIds(request);
  const body = frameStream(frames, {
    abort,
    stalledMs: node.stalledMs,
    keepAliveMs: request.keepAliveMs ?? null,
    onStalled: () => {
      node.log.warn("reader stalled", { ...ids, ms: node.stalledMs });
      c.env.outgoing.destroy();
    },
    onUnexpected: (thrown) => {
      node.log.error("generation failed", { ...ids, error: summarizeError(thrown) });
    },
    onEnd: (summary) => {
      source.removeEventListener("abort", onLeave);
      node.log.info("generation ended", {
        ...ids,
        ...summary,
        ms: Math.round(node.clock() - started),
      });
    },
  });
  return new Response(body, {
    status: 200,
    headers: {
      "content-type": FRAMES_CONTENT_TYPE,
      "cache-control": "no-store",
      "x-request-id": request.requestId,
      ...(request.keepAliveMs !== undefined && { [KEEP_ALIVE_HEADER]: String(request.keepAliveMs) }),
    },
  });
}

/** What every log line of a generation says: its id, and its trace where the edge named one. */
function logIds(request: GenerateRequest): { requestId: string; traceId?: string } {
  const trace = parseTraceparent(request.traceparent);
  return { requestId: request.requestId, ...(trace !== null && { traceId: trace.traceId }) };
}

/** Signature before content: what a stranger sent is neither parsed nor commented on. */
async function readRequest(c: Context<{ Bindings: HttpBindings }>, node: NodeContext): Promise<GenerateRequest> {
  const header = (name: string) => c.req.header(name);
  requireSignatureHeaders(node.auth, header);
  const body = await readBody(c.req.raw, MAX_BODY_BYTES);
  await checkSignature(node.auth, { method: c.req.method, path: signedPath(c), body }, header, node.clock());
  requireJson(header("content-type"), header("content-encoding"));
  return validate(generateRequest, parseJson(body));
}

function requireJson(contentType: string | undefined, contentEncoding: string | undefined): void {
  const mediaType = contentType?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== "application/json") {
    throw new DyllmError("unsupported_media_type", "The request body must be application/json.");
  }
  if (contentEncoding !== undefined && contentEncoding.toLowerCase() !== "identity") {
    throw new DyllmError("unsupported_media_type", "The request body must not be compressed.");
  }
}
