import type { Id } from "#lib/core/ids.ts";
import type { WireFrame } from "../wire.ts";

/** A reader this far behind is disconnected and resumes from their cursor. */
const MAX_WAITING = 2_000;

/** One open connection to a room and the frames queued for it. */
export class RoomReader {
  readonly participantId: Id<"par">;
  #waiting: WireFrame[] = [];
  #wake: (() => void) | null = null;
  #bye: WireFrame | null = null;

  constructor(participantId: Id<"par">) {
    this.participantId = participantId;
  }

  push(frame: WireFrame): void {
    if (this.#bye) return;
    this.#waiting.push(frame);
    if (this.#waiting.length > MAX_WAITING) {
      this.#waiting = [];
      this.end({ type: "bye", code: "slow", retryAfter: 1 });
    }
    this.#wake?.();
  }

  /** Ends the connection after the queued frames. */
  end(bye: WireFrame & { type: "bye" }): void {
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
        if (frame) yield frame;
        else if (this.#bye) return yield this.#bye;
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
