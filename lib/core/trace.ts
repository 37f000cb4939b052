import { AsyncLocalStorage } from "node:async_hooks";
import { singleton } from "./singleton.ts";

/** Ids, counts and names of our own; never text of people or models, keys or addresses. */
type Attributes = Record<string, string | number | boolean>;

export type Span = {
  set(attributes: Attributes): void;
  /** Of an error only its kind is told. A second end changes nothing. */
  end(error?: unknown): void;
};

export type SpanStart = {
  attributes?: Attributes;
  /** `traceparent` of whoever asks from outside: shown beside the span, not above it. */
  link?: string | null;
};

export type Tracing = {
  start(name: string, start: SpanStart, parent: Span | undefined): Span;
  /** Sends what has not been sent. */
  close(): Promise<void>;
};

/** Set by `openTracing`; without it every function here does next to nothing. */
export const tracing = () =>
  singleton("tracing", () => ({ open: null as Tracing | null, current: new AsyncLocalStorage<Span>() }));

const SILENT: Span = { set: () => undefined, end: () => undefined };

/** Begins a span as part of the one that this is run in. Somebody has to end it. */
export function startSpan(name: string, start: SpanStart = {}): Span {
  const { open, current } = tracing();
  if (!open) return SILENT;
  return open.start(name, start, current.getStore());
}

/** Runs `work` inside a span: what it begins, and what goes on after it, is part of that. */
export function inSpan<T>(span: Span, work: () => T): T {
  const { open, current } = tracing();
  return open ? current.run(span, work) : work();
}

/** A span from the beginning of `work` to its end. */
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
