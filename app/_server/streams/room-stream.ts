import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "#lib/context/context.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { hasOwnServer } from "#lib/core/server-mode.ts";
import { frameBytes } from "#lib/rooms/live/frame-bytes.ts";
import type { WireFrame } from "#lib/rooms/wire.ts";
import type { StreamPlace } from "./open-streams.ts";

const HEARTBEAT_MS = 12_000;
/** Below the limit at which some hosts end long responses; the client resumes. */
const LONGEST_MS = 280_000;
const RETRY = "retry: 1000\n\n";

const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
};

/**
 * Server-sent events of a room. Events of the log carry their position as id, from which the browser resumes.
 * Frames are taken only when the reader can receive them, so a slow one affects no others.
 */
export function roomStream(
  ctx: Context,
  place: StreamPlace,
  frames: AsyncGenerator<WireFrame>,
  left: AbortController,
): Response {
  const encoder = new TextEncoder();
  const leave = () => {
    place.leave();
    left.abort();
  };
  const endsAt = hasOwnServer() ? Number.POSITIVE_INFINITY : performance.now() + LONGEST_MS;
  let next: Promise<IteratorResult<WireFrame>> | null = null;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(RETRY)),
    async pull(controller) {
      try {
        next ??= frames.next();
        const waiting = new AbortController();
        const quiet = sleep(HEARTBEAT_MS, null, { signal: waiting.signal }).catch(() => null);
        const taken = await Promise.race([next, quiet]);
        waiting.abort();
        // The reader left while this waited.
        if (left.signal.aborted) return;
        if (taken) next = null;
        if (!taken && performance.now() < endsAt)
          return controller.enqueue(encoder.encode(": heartbeat\n\n"));
        if (taken && !taken.done) return controller.enqueue(eventBytes(taken.value));
        leave();
        controller.close();
      } catch (error) {
        leave();
        log().warn({ requestId: ctx.requestId, ...errorFields(error) }, "room stream failed");
        controller.error(error);
      }
    },
    cancel: leave,
  });
  return new Response(body, { headers });
}

const [head, tail] = [Buffer.from("data: "), Buffer.from("\n\n")];

function eventBytes(frame: WireFrame): Buffer {
  const id = frame.type === "event" ? [Buffer.from(`id: ${frame.cursor}\n`)] : [];
  return Buffer.concat([...id, head, frameBytes(frame), tail]);
}
