import { AsyncLocalStorage } from "node:async_hooks";
import { singleton } from "./singleton.ts";

/** Ids, counts and our own names. Never texts of people or models, keys or addresses. */
type Attributes = Record<string, string | number | boolean>;

export type Span = {
  set(attributes: Attributes): void;
  /** Records only the kind of an error. Ending a span twice has no effect. */
  end(error?: unknown): void;
};

export type SpanStart = {
  attributes?: Attributes;
  /** `traceparent` of the external caller. It becomes a link of the span, not its parent. */
  link?: string | null;
};

export type Tracing = {
  start(name: string, start: SpanStart, parent: Span | undefined): Span;
  /** Sends pending spans. */
  close(): Promise<void>;
};

/** Set by `openTracing`. Without it, the functions here do almost nothing. */
export const tracing = () =>
  singleton("tracing", () => ({ open: null as Tracing | null, current: new AsyncLocalStorage<Span>() }));

const SILENT: Span = { set: () => undefined, end: () => undefined };

/** Begins a span as a child of the current one. The caller must end it. */
export function startSpan(name: string, start: SpanStart = {}): Span {
  const { open, current } = tracing();
  if (!open) return SILENT;
  return open.start(name, start, current.getStore());
}

/** Runs `work` inside a span. Spans that it starts, now or later, become children of it. */
export function inSpan<T>(span: Span, work: () => T): T {
  const { open, current } = tracing();
  return open ? current.run(span, work) : work();
}

/** Runs `work` in a span that ends with it. */
export async function traced<T>(
  name: string,
  start: SpanStart,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  if (!tracing().open) return work(SILENT);
  const span = startSpan(name, start);
  try {
    const result = await inSpan(span, () => work(span));
    span.end();
    return result;
  } catch (error) {
    span.end(error);
    throw error;
  }
}
