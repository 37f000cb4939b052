import type { Context } from "#lib/context/context.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { hasOwnServer } from "#lib/core/server-mode.ts";
import { frameBytes } from "#lib/rooms/live/frame-bytes.ts";
import type { WireFrame } from "#lib/rooms/wire.ts";
import type { StreamPlace } from "./open-streams.ts";

const HEARTBEAT_MS = 12_000;
/** Below the limit at which some hosts end long responses; the client resumes. */
const LONGEST_MS = 280_000;
const RETRY = Buffer.from("retry: 1000\n\n");
const HEARTBEAT = Buffer.from(": heartbeat\n\n");

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
  const endsAt = hasOwnServer() ? Number.POSITIVE_INFINITY : performance.now() + LONGEST_MS;
  let quiet: NodeJS.Timeout | undefined;
  const leave = () => {
    clearInterval(quiet);
    place.leave();
    left.abort();
  };
  const end = (controller: ReadableStreamDefaultController) => {
    leave();
    controller.close();
  };
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(RETRY);
      const beat = () => {
        if (performance.now() >= endsAt) end(controller);
        else if ((controller.desiredSize ?? 0) > 0) controller.enqueue(HEARTBEAT);
      };
      quiet = setInterval(beat, HEARTBEAT_MS);
    },
    async pull(controller) {
      try {
        const { done, value } = await frames.next();
        // The reader left while this waited.
        if (left.signal.aborted) return;
        quiet?.refresh();
        if (!done) controller.enqueue(eventBytes(value));
        if (done || performance.now() >= endsAt) end(controller);
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
const encoded = new WeakMap<WireFrame, Buffer>();

/** Encoded once, however many readers receive the same frame. */
function eventBytes(frame: WireFrame): Buffer {
  const known = encoded.get(frame);
  if (known) return known;
  const id = frame.type === "event" ? [Buffer.from(`id: ${frame.cursor}\n`)] : [];
  const bytes = Buffer.concat([...id, head, frameBytes(frame), tail]);
  encoded.set(frame, bytes);
  return bytes;
}
