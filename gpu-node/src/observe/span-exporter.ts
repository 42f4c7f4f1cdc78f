import { encodeSpans, OTLP_TRACES_PATH, type Span } from "@dyllm/shared";
import type { NodeLog } from "./log.ts";

/** Spans wait this long for others, in ms, before they leave together. */
const BATCH_MS = 1_000;

/** A batch is sent early when it has this many spans: about 200 kB of JSON. */
const BATCH_SPANS = 512;

/** Spans held at most while the collector is slow or away, about 2 MB; later ones are dropped and counted. */
const MAX_HELD = 4_096;

/** A collector that does not answer within this time, in ms, loses the batch. */
const EXPORT_TIMEOUT_MS = 5_000;

export interface SpanExporter {
  /** Takes a finished span; never waits and never throws. */
  add(span: Span): void;
  /** Sends what is held; resolves when the collector has answered or given up. */
  stop(): Promise<void>;
}

export interface Collector {
  /** Base URL, without a slash at its end. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly service: { readonly name: string; readonly version: string };
}

/** Sends spans in batches, one at a time, to an OTLP/HTTP collector. Failures are log lines: tracing never stops a node. */
export function createSpanExporter(collector: Collector, log: NodeLog): SpanExporter {
  const held: Span[] = [];
  let dropped = 0;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | null = null;

  async function send(): Promise<void> {
    while (held.length > 0) {
      const batch = held.splice(0, BATCH_SPANS);
      const lost = dropped;
      dropped = 0;
      try {
        const response = await fetch(`${collector.endpoint}${OTLP_TRACES_PATH}`, {
          method: "POST",
          headers: { ...collector.headers, "content-type": "application/json" },
          body: encodeSpans(collector.service, batch),
          redirect: "manual",
          signal: AbortSignal.timeout(EXPORT_TIMEOUT_MS),
        });
        await response.body?.cancel();
        if (!response.ok || lost > 0) {
          log.warn("trace export incomplete", { status: response.status, dropped: lost });
        }
      } catch {
        log.warn("trace export failed", { dropped: lost + batch.length });
      }
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    sending ??= send().finally(() => {
      sending = null;
    });
    return sending;
  }

  return {
    add(span) {
      if (held.length >= MAX_HELD) {
        dropped++;
        return;
      }
      held.push(span);
      if (held.length >= BATCH_SPANS) {
        void flush();
      } else {
        timer ??= setTimeout(() => void flush(), BATCH_MS).unref();
      }
    },
    stop: flush,
  };
}
