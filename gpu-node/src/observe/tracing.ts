import { childSpan, parseOtlpEndpoint, parseOtlpHeaders, parseTraceparent, type SpanAttributes } from "@dyllm/shared";
import type { RequestTrace, SchedulerObserver } from "../scheduler/types.ts";
import { SOFTWARE } from "../server/version.ts";
import type { NodeLog } from "./log.ts";
import { createSpanExporter } from "./span-exporter.ts";

/** OpenTelemetry's own names for these settings. */
export const OTLP_ENDPOINT_VARIABLE = "OTEL_EXPORTER_OTLP_ENDPOINT";
export const OTLP_HEADERS_VARIABLE = "OTEL_EXPORTER_OTLP_HEADERS";

/** Step spans of one request; the steps beyond are only counted. An answer of 512 tokens takes as many at most. */
const MAX_STEP_SPANS = 512;

export interface Tracing {
  readonly trace: NonNullable<SchedulerObserver["trace"]>;
  /** Sends what is held. */
  stop(): Promise<void>;
}

/**
 * The node's spans: for each request that the edge samples, its time on the node (`generate`), in the queue (`queue`) and
 * in every denoising step (`step`). Null, the default, without a collector in the environment.
 *
 * @throws RangeError when the collector's address or headers are malformed
 */
export function createTracing(
  variables: NodeJS.ProcessEnv,
  node: { readonly nodeId: string; readonly log: NodeLog },
): Tracing | null {
  const endpoint = variables[OTLP_ENDPOINT_VARIABLE];
  if (endpoint === undefined || endpoint === "") {
    return null;
  }
  const [name = "", version = ""] = SOFTWARE.split("/");
  const exporter = createSpanExporter(
    {
      endpoint: parseOtlpEndpoint(endpoint),
      headers: parseOtlpHeaders(variables[OTLP_HEADERS_VARIABLE] ?? ""),
      service: { name, version },
    },
    node.log,
  );

  const trace: Tracing["trace"] = (request) => {
    const parent = parseTraceparent(request.traceparent);
    if (parent === null || !parent.sampled) {
      return null;
    }
    const span = childSpan(parent);
    const receivedMs = unixMs();
    let steps = 0;
    const child = (name: string, startMs: number, endMs: number, attributes: SpanAttributes): void => {
      const context = childSpan(span);
      exporter.add({
        name,
        kind: "internal",
        context,
        parentSpanId: span.spanId,
        startMs,
        endMs,
        attributes,
        failed: false,
      });
    };
    const followed: RequestTrace = {
      step(step) {
        steps++;
        if (steps <= MAX_STEP_SPANS) {
          const endMs = unixMs();
          child("step", endMs - step.ms, endMs, {
            "dyllm.step": steps,
            "dyllm.step_kind": step.kind,
            "dyllm.batch": step.batch,
            "dyllm.active_rows": step.active,
            "dyllm.salient_fraction": step.active === 0 ? 0 : step.salient / step.active,
          });
        }
      },
      end(ended, queuedMs) {
        child("queue", receivedMs, receivedMs + queuedMs, {});
        exporter.add({
          name: "generate",
          kind: "server",
          context: span,
          parentSpanId: parent.spanId,
          startMs: receivedMs,
          endMs: unixMs(),
          attributes: {
            "dyllm.request_id": request.requestId,
            "dyllm.model": request.model,
            "dyllm.node": node.nodeId,
            "dyllm.outcome": ended.outcome,
            "dyllm.steps": ended.steps,
            "dyllm.completion_tokens": ended.tokens,
          },
          failed: ended.outcome !== "stop" && ended.outcome !== "length" && ended.outcome !== "cancelled",
        });
      },
    };
    return followed;
  };

  return { trace, stop: () => exporter.stop() };
}

/** Unix time in ms with a fraction: step times are below a ms on small models. */
function unixMs(): number {
  return performance.timeOrigin + performance.now();
}
