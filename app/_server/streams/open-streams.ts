import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { singleton } from "#lib/core/singleton.ts";

/** A browser opens one per tab; more than this means a faulty client. */
export const MAX_STREAMS_PER_READER = 50;
const MOST_OF_A_PROCESS = 10_000;
const RETRY_AFTER = 10;

const open = () => singleton("openStreams", () => ({ all: 0, of: new Map<string, number>() }));

/** Streams of visitors and people are limited; those of API keys are not. */
function readerOf({ actor, tenantId }: Context): string | null {
  return ["visitor", "person", "user"].includes(actor.kind) && "id" in actor
    ? `${tenantId}/${actor.id}`
    : null;
}

/**
 * Routes call it before they start work whose result they stream.
 * @throws ParleyError limited if the reader has too many open, unavailable if this process has
 */
export function requireStreamCapacity(ctx: Context): void {
  const reader = readerOf(ctx);
  if (open().all >= MOST_OF_A_PROCESS)
    throw new ParleyError("unavailable", "Too many open streams. Try again in a moment.");
  if (reader && (open().of.get(reader) ?? 0) >= MAX_STREAMS_PER_READER)
    throw new ParleyError(
      "limited",
      `You have ${MAX_STREAMS_PER_READER} open streams, which is the limit. Close some and try again.`,
      { retryAfter: RETRY_AFTER },
    );
}

/** How many streams this process has open. */
export function openStreams(): number {
  return open().all;
}

/** Counts a stream until the returned function is called; later calls do nothing. */
export function countStream(ctx: Context): () => void {
  const reader = readerOf(ctx);
  const { of } = open();
  open().all += 1;
  if (reader) of.set(reader, (of.get(reader) ?? 0) + 1);
  let isOpen = true;
  return () => {
    if (!isOpen) return;
    isOpen = false;
    open().all -= 1;
    if (!reader) return;
    const left = (of.get(reader) ?? 1) - 1;
    if (left > 0) of.set(reader, left);
    else of.delete(reader);
  };
}
