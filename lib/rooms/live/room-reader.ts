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

  /** What shows only the newest state replaces what is still queued of it. */
  #dropReplaced(frame: WireFrame): void {
    const subject = this.#waiting.length > 0 ? subjectOf(frame) : null;
    if (!subject) return;
    const at = this.#waiting.findIndex((one) => subjectOf(one) === subject);
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

/** Names what a frame shows the newest state of; null for frames that are all sent. */
function subjectOf(frame: WireFrame): string | null {
  switch (frame.type) {
    case "presence":
      return "presence";
    case "delta":
      return `delta/${frame.message_id}`;
    case "typing":
    case "read":
      return `${frame.type}/${frame.participant_id}`;
    default:
      return null;
  }
}
