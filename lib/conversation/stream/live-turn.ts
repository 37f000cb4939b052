import { singleton } from "#lib/core/singleton.ts";
import type { TurnChunk } from "../schema.ts";
import { eventId, type TurnEvent } from "./turn-event.ts";

/** Who asked a turn to stop: a person, the end of this process, or the log, because another process has the turn now. */
export type StopCause = "person" | "drain" | "fence";

/**
 * A turn as this process has it: its chunks so far and whoever follows them. A reader that comes late gets all it asks
 * for; a reader that leaves changes nothing.
 */
export class LiveTurn {
  readonly epoch: number;
  readonly #stop = new AbortController();
  readonly #chunks: TurnChunk[] = [];
  readonly #readers = new Set<() => void>();
  #isOver = false;
  #stopCause: StopCause | null = null;

  constructor(epoch: number) {
    this.epoch = epoch;
  }

  push(chunk: TurnChunk): void {
    this.#chunks.push(chunk);
    this.#wake();
  }

  /** No more comes: the turn has ended, or goes on elsewhere under another epoch. */
  end(): void {
    this.#isOver = true;
    this.#wake();
  }

  /** Ends the call of the model. Only the first cause counts. */
  stopFor(cause: StopCause): void {
    this.#stopCause ??= cause;
    this.#stop.abort();
  }

  get stopCause(): StopCause | null {
    return this.#stopCause;
  }

  get stopSignal(): AbortSignal {
    return this.#stop.signal;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get length(): number {
    return this.#chunks.length;
  }

  /** What was sent so far. */
  get chunks(): readonly TurnChunk[] {
    return this.#chunks;
  }

  #wake(): void {
    for (const reader of this.#readers) reader();
  }

  /** All events from an offset on, then each as it comes, until no more comes or `signal` aborts. */
  async *follow(signal?: AbortSignal, from = 0): AsyncGenerator<TurnEvent> {
    let next = from;
    let wake: () => void = () => undefined;
    const reader = () => wake();
    this.#readers.add(reader);
    signal?.addEventListener("abort", reader);
    try {
      while (!signal?.aborted) {
        const chunk = this.#chunks[next];
        if (chunk) {
          yield { id: eventId(this.epoch, next), chunk };
          next += 1;
        } else if (this.#isOver) return;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
            if (next < this.#chunks.length || this.#isOver || signal?.aborted) resolve();
          });
        }
      }
    } finally {
      this.#readers.delete(reader);
      signal?.removeEventListener("abort", reader);
    }
  }
}

/** Turns running in this process, by `tenant/turn`. */
export function liveTurns(): Map<string, LiveTurn> {
  return singleton("liveTurns", () => new Map<string, LiveTurn>());
}
