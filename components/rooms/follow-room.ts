import { readEventStream } from "#components/streams/read-event-stream.ts";
import type { WireFrame } from "#lib/rooms/wire.ts";
import { placeOf } from "./cursor.ts";
import type { EndReason, RoomAction } from "./room-state.ts";

const firstDelay = 500;
const longestDelay = 10_000;
/** The server responds at once; a slower connection died during a sleep or network change. */
const answerWithin = 8_000;
/** Where a stream worked and a socket did not, as behind some proxies, sockets are tried again after this. */
const socketAgainAfter = 600_000;

export type RoomSource = {
  /** Opens the event stream. */
  open: (cursor: string | null, signal: AbortSignal) => Promise<Response>;
  /** Opens a socket or throws; null if the server has none. */
  socket:
    | ((cursor: string | null, signal: AbortSignal, onData: () => void) => Promise<AsyncIterable<WireFrame>>)
    | null;
  cursor: () => string | null;
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Detects a silent connection or a late response. `heard` is called whenever data arrives. */
  watch: (onSilent: () => void, answerWithin: number) => { heard: () => void; end: () => void };
  random: () => number;
  /** In milliseconds. */
  now: () => number;
};

/**
 * Follows a room through disconnects until it ends for this person or `signal` aborts: over a socket, or the
 * event stream if there is none.
 */
export async function followRoom(
  source: RoomSource,
  emit: (action: RoomAction) => void,
  signal: AbortSignal,
): Promise<void> {
  let socketFrom = source.socket ? source.now() : Number.POSITIVE_INFINITY;
  let hasSocketFailed = false;
  for (let failures = 0; !signal.aborted; ) {
    const isSocket: boolean = !hasSocketFailed && source.now() >= socketFrom;
    const attempt = await readOnce(source, isSocket, emit, signal);
    if (signal.aborted) return;
    if (attempt.kind === "ended") return emit({ type: "ended", reason: attempt.reason });
    if (hasSocketFailed && attempt.hadNews) socketFrom = source.now() + socketAgainAfter;
    hasSocketFailed = isSocket && !attempt.hadNews;
    if (hasSocketFailed) continue;
    failures = attempt.hadNews ? 0 : failures + 1;
    if (attempt.kind === "gap" && failures === 0) continue;
    emit({ type: failures > 0 ? "offline" : "connecting" });
    const backoff = Math.min(firstDelay * 2 ** failures, longestDelay) * (0.75 + source.random() / 2);
    await source.wait(attempt.retryAfter ?? backoff, signal);
  }
}

/** `hadNews`: the connection delivered something that was applied. `retryAfter` is in milliseconds. */
type Attempt =
  | { kind: "ended"; reason: EndReason }
  | { kind: "gap" | "lost"; hadNews: boolean; retryAfter: number | null };

async function readOnce(
  source: RoomSource,
  isSocket: boolean,
  emit: (action: RoomAction) => void,
  signal: AbortSignal,
): Promise<Attempt> {
  const connection = new AbortController();
  const leave = () => connection.abort();
  signal.addEventListener("abort", leave);
  const watch = source.watch(leave, answerWithin);
  let hadNews = false;
  let hasMoved = false;
  const over = (kind: "gap" | "lost", retryAfter: number | null = null): Attempt => ({
    kind,
    hadNews,
    retryAfter,
  });
  try {
    const opened =
      isSocket && source.socket
        ? await source.socket(source.cursor(), connection.signal, watch.heard)
        : await source.open(source.cursor(), connection.signal);
    let frames = opened as AsyncIterable<WireFrame>;
    if (opened instanceof Response) {
      watch.heard();
      if (!opened.ok || !opened.body) return refusal(opened) ?? over("lost", retryAfterOf(opened));
      frames = framesOf(opened.body, watch.heard);
    }
    for await (const frame of frames) {
      if (signal.aborted) break;
      if (frame.type === "bye") return farewell(frame) ?? over("lost", inMilliseconds(frame.retryAfter));
      if (frame.type === "event" && placeOf(source.cursor(), frame.cursor) === "gap") {
        // The same gap would come again, so the room is read from a snapshot.
        if (!hasMoved) emit({ type: "frame", frame: { type: "resync", reason: "foreign" } });
        return over("gap");
      }
      emit({ type: "frame", frame });
      hasMoved ||= frame.type === "event";
      hadNews ||= frame.type === "welcome" || frame.type === "event" || frame.type === "waiting";
    }
  } catch {
    // The network failed or the connection was silent: resume from the position.
  } finally {
    watch.end();
    signal.removeEventListener("abort", leave);
    connection.abort();
  }
  return over("lost");
}

async function* framesOf(body: NonNullable<Response["body"]>, onData: () => void): AsyncGenerator<WireFrame> {
  for await (const { data } of readEventStream(body, onData)) yield JSON.parse(data) as WireFrame;
}

function refusal({ status }: Response): Attempt | null {
  if (status === 401 || status === 403) return { kind: "ended", reason: "gone" };
  return status === 404 || status === 410 ? { kind: "ended", reason: "deleted" } : null;
}

function farewell({ code }: Extract<WireFrame, { type: "bye" }>): Attempt | null {
  const reason = (["removed", "banned", "refused", "deleted", "expired", "left"] as const).find(
    (one) => one === code,
  );
  return reason ? { kind: "ended", reason } : null;
}

const retryAfterOf = ({ headers }: Response) => inMilliseconds(Number(headers.get("retry-after")));
const inMilliseconds = (seconds = 0) => (seconds > 0 ? seconds * 1_000 : null);
