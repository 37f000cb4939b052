import { singleton } from "#lib/core/singleton.ts";
import type { TurnChunk } from "../schema.ts";
import { eventId, type TurnEvent } from "./turn-event.ts";

/**
 * Why a turn is stopped: by a person, because this process ends, or because another process has taken it
 * over.
 */
export type StopCause = "person" | "drain" | "fence";

/**
 * A turn's chunks in this process, and its readers. Late readers get all chunks from their offset; readers
 * that leave do not affect the turn.
 */
export class LiveTurn {
  readonly epoch: number;
  readonly #stop = new AbortController();
  readonly #chunks: TurnChunk[] = [];
  readonly #readers = new Set<() => void>();
  #hasEnded = false;
  #stopCause: StopCause | null = null;

  constructor(epoch: number) {
    this.epoch = epoch;
  }

  push(chunk: TurnChunk): void {
    this.#chunks.push(chunk);
    this.#wake();
  }

  /** Ends all streams: the turn has ended, or continues in another process under another epoch. */
  end(): void {
    this.#hasEnded = true;
    this.#wake();
  }

  /** Aborts the model call. Only the first cause is kept. */
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

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  get length(): number {
    return this.#chunks.length;
  }

  get chunks(): readonly TurnChunk[] {
    return this.#chunks;
  }

  #wake(): void {
    for (const reader of this.#readers) reader();
  }

  /** Yields the events from an offset, then each new one, until the turn ends or `signal` aborts. */
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
        } else if (this.#hasEnded) return;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
            if (next < this.#chunks.length || this.#hasEnded || signal?.aborted) resolve();
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
