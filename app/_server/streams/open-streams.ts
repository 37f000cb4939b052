import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { singleton } from "#lib/core/singleton.ts";

/** A browser opens one per tab; more than this means a faulty client. */
export const MAX_STREAMS_PER_READER = 50;
const MOST_OF_A_PROCESS = 10_000;
const RETRY_AFTER = 10;

const open = () => singleton("openStreams", () => ({ all: 0, of: new Map<string, number>() }));

/** Streams of visitors, people and participants are limited; those of API keys are not. */
function readerOf({ actor, tenantId }: Context): string | null {
  return ["visitor", "person", "user", "participant"].includes(actor.kind) && "id" in actor
    ? `${tenantId}/${actor.id}`
    : null;
}

/** A place among the open streams, held until it is released. */
export type StreamPlace = { leave(): void };

/**
 * Takes a place for a stream at once, so that concurrent requests cannot all see the same free one. Null
 * is the operator, who is not limited.
 * @throws ParleyError limited if the reader has too many open, unavailable if this process has
 */
export function takeStreamPlace(ctx: Context | null): StreamPlace {
  const reader = ctx && readerOf(ctx);
  const { of } = open();
  const own = (reader && of.get(reader)) || 0;
  if (open().all >= MOST_OF_A_PROCESS)
    throw new ParleyError("unavailable", "Too many open streams. Try again in a moment.");
  if (own >= MAX_STREAMS_PER_READER)
    throw new ParleyError(
      "limited",
      `You have ${MAX_STREAMS_PER_READER} open streams, which is the limit. Close some and try again.`,
      { retryAfter: RETRY_AFTER },
    );
  open().all += 1;
  if (reader) of.set(reader, own + 1);
  let isTaken = true;
  return {
    leave() {
      if (!isTaken) return;
      isTaken = false;
      open().all -= 1;
      if (!reader) return;
      const left = (of.get(reader) ?? 1) - 1;
      if (left > 0) of.set(reader, left);
      else of.delete(reader);
    },
  };
}

/**
 * Runs work that results in a stream, with a place for it. The stream releases the place when it closes; it
 * is released here if the work fails or streams nothing.
 */
export async function withStreamPlace(
  ctx: Context | null,
  work: (place: StreamPlace) => Promise<Response | undefined>,
): Promise<Response | undefined> {
  const place = takeStreamPlace(ctx);
  try {
    const response = await work(place);
    if (!response) place.leave();
    return response;
  } catch (error) {
    place.leave();
    throw error;
  }
}

/** How many streams this process has open. */
export function openStreams(): number {
  return open().all;
}
