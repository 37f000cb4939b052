import { setTimeout as sleep } from "node:timers/promises";
import type { Span as OtelSpan } from "@opentelemetry/api";
import { env } from "./env.ts";
import { ParleyError } from "./errors.ts";
import { readTraceparent } from "./read-traceparent.ts";
import { type Span, type SpanStart, type Tracing, tracing } from "./trace.ts";

/** How long sending the last spans may take. */
const CLOSE_MS = 2_000;

/**
 * Sends spans to OTEL_EXPORTER_OTLP_ENDPOINT as OTLP JSON over HTTP. Without it, nothing is loaded. It does
 * not register with the API's globals, because Next would then send its own spans, whose names contain
 * requested paths.
 */
export async function openTracing(): Promise<void> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = env();
  if (endpoint && !tracing().open) tracing().open = await connect(endpoint);
}

/** Sends pending spans, within a time limit. */
export async function closeTracing(): Promise<void> {
  const { open } = tracing();
  tracing().open = null;
  await Promise.race([open?.close(), sleep(CLOSE_MS, undefined, { ref: false })]);
}

async function connect(endpoint: string): Promise<Tracing> {
  const [{ ROOT_CONTEXT, SpanStatusCode, trace }, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] =
    await Promise.all([
      import("@opentelemetry/api"),
      import("@opentelemetry/sdk-trace"),
      import("@opentelemetry/exporter-trace-otlp-http"),
      import("@opentelemetry/resources"),
    ]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, "")}/v1/traces` });
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ "service.name": "parley", "service.version": "0.1.0" }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer("parley");
  const known = new WeakMap<Span, OtelSpan>();

  function start(name: string, { attributes, link }: SpanStart, parent: Span | undefined): Span {
    const above = parent && known.get(parent);
    const from = readTraceparent(link);
    const made = tracer.startSpan(
      name,
      { attributes, links: from ? [{ context: { ...from, isRemote: true } }] : [] },
      above ? trace.setSpan(ROOT_CONTEXT, above) : ROOT_CONTEXT,
    );
    let isOpen = true;
    const span: Span = {
      set: (more) => void made.setAttributes(more),
      end(error) {
        if (!isOpen) return;
        isOpen = false;
        if (error !== undefined) {
          made.setAttribute("error.type", kindOf(error));
          made.setStatus({ code: SpanStatusCode.ERROR });
        }
        made.end();
      },
    };
    known.set(span, made);
    return span;
  }

  return { start, close: () => provider.shutdown().catch(() => undefined) };
}

function kindOf(error: unknown): string {
  if (typeof error === "string") return error;
  if (error instanceof ParleyError) return error.code;
  return error instanceof Error ? error.name : "unknown";
}
