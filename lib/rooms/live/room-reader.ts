import type { Id } from "#lib/core/ids.ts";
import type { WireBye, WireFrame } from "../wire.ts";
import { frameBytes } from "./frame-bytes.ts";

/** With more waiting, a reader who takes none for a moment is disconnected and resumes from their cursor. */
const MAX_WAITING_BYTES = 256_000;
const STALLED_MS = 500;
/** Many events can arrive at once, but a queue never holds more than this. */
const MOST_WAITING_BYTES = 4_000_000;

/** One open connection to a room and the frames queued for it. */
export class RoomReader {
  readonly participantId: Id<"par">;
  readonly #onSlow: () => void;
  #waiting: WireFrame[] = [];
  #bytes = 0;
  /** When the reader last took a frame, or the first frame began to wait. */
  #since = 0;
  #wake: (() => void) | null = null;
  #bye: WireBye | null = null;

  /** @param onSlow called when the reader is too far behind; without reading, they do not get the `bye` */
  constructor(participantId: Id<"par">, onSlow: () => void = () => {}) {
    this.participantId = participantId;
    this.#onSlow = onSlow;
  }

  push(frame: WireFrame): void {
    if (this.#bye) return;
    this.#dropReplaced(frame);
    if (this.#waiting.length === 0) this.#since = performance.now();
    this.#waiting.push(frame);
    this.#bytes += frameBytes(frame).length;
    if (this.#isSlow()) {
      this.#waiting = [];
      this.end({ type: "bye", code: "slow", retryAfter: 1 });
      this.#onSlow();
    }
    this.#wake?.();
  }

  #isSlow(): boolean {
    if (this.#bytes > MOST_WAITING_BYTES) return true;
    return this.#bytes > MAX_WAITING_BYTES && performance.now() - this.#since > STALLED_MS;
  }

  /** Presence and an answer's text so far replace what is still queued of them. */
  #dropReplaced(frame: WireFrame): void {
    if (this.#waiting.length === 0 || frame.type === "event") return;
    const at = this.#waiting.findIndex(
      (one) =>
        one.type === frame.type &&
        (one.type === "presence" || (one.type === "delta" && sameAnswer(one, frame))),
    );
    const [replaced] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (replaced) this.#bytes -= frameBytes(replaced).length;
  }

  /** Ends the connection after the queued frames. */
  end(bye: WireBye): void {
    this.#bye ??= bye;
    this.#wake?.();
  }

  /** All frames until the connection ends or is aborted. */
  async *frames(signal: AbortSignal): AsyncGenerator<WireFrame> {
    const onAbort = () => this.#wake?.();
    signal.addEventListener("abort", onAbort);
    try {
      while (!signal.aborted) {
        const frame = this.#waiting.shift();
        if (frame) {
          this.#bytes -= frameBytes(frame).length;
          this.#since = performance.now();
          yield frame;
        } else if (this.#bye) return yield this.#bye;
        else
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
      }
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }
}

function sameAnswer(one: WireFrame & { type: "delta" }, other: WireFrame): boolean {
  return other.type === "delta" && other.message_id === one.message_id;
}
