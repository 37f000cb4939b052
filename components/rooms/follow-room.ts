import { readEventStream } from "#components/streams/read-event-stream.ts";
import type { WireFrame } from "#lib/rooms/wire.ts";
import { placeOf } from "./cursor.ts";
import type { EndReason, RoomAction } from "./room-state.ts";

const firstDelay = 500;
const longestDelay = 10_000;
/** The server responds at once; a slower connection died during a sleep or network change. */
const answerWithin = 8_000;

export type RoomSource = {
  open: (cursor: string | null, signal: AbortSignal) => Promise<Response>;
  cursor: () => string | null;
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Detects a silent connection or a late response. `heard` is called whenever data arrives. */
  watch: (onSilent: () => void, answerWithin: number) => { heard: () => void; end: () => void };
  random: () => number;
};

/** Follows a room through disconnects until it ends for this person or `signal` aborts. */
export async function followRoom(
  source: RoomSource,
  emit: (action: RoomAction) => void,
  signal: AbortSignal,
): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    const attempt = await readOnce(source, emit, signal);
    if (signal.aborted) return;
    if (attempt.kind === "ended") return emit({ type: "ended", reason: attempt.reason });
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
    const response = await source.open(source.cursor(), connection.signal);
    watch.heard();
    if (!response.ok || !response.body) return refusal(response) ?? over("lost", retryAfterOf(response));
    for await (const { data } of readEventStream(response.body, watch.heard)) {
      if (signal.aborted) break;
      const frame = JSON.parse(data) as WireFrame;
      if (frame.type === "bye") return farewell(frame) ?? over("lost", inMilliseconds(frame.retryAfter));
      if (frame.type === "event" && placeOf(source.cursor(), frame.cursor) === "gap") {
        // The same gap would come again, so the room is read from a snapshot.
        if (!hasMoved) emit({ type: "frame", frame: { type: "resync", reason: "foreign" } });
        return over("gap");
      }
      emit({ type: "frame", frame });
      hasMoved ||= frame.type === "event";
      hadNews ||= frame.type === "welcome" || frame.type === "event";
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

function refusal({ status }: Response): Attempt | null {
  if (status === 401 || status === 403) return { kind: "ended", reason: "gone" };
  return status === 404 || status === 410 ? { kind: "ended", reason: "deleted" } : null;
}

function farewell({ code }: Extract<WireFrame, { type: "bye" }>): Attempt | null {
  const reason = (["removed", "banned", "deleted", "left"] as const).find((one) => one === code);
  return reason ? { kind: "ended", reason } : null;
}

const retryAfterOf = ({ headers }: Response) => inMilliseconds(Number(headers.get("retry-after")));
const inMilliseconds = (seconds = 0) => (seconds > 0 ? seconds * 1_000 : null);
