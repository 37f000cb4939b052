import { singleton } from "#lib/core/singleton.ts";
import type { TurnChunk } from "./schema.ts";

/**
 * A turn that runs in this process: its chunks so far and whoever follows them. A reader that comes late gets all from
 * the start; a reader that leaves changes nothing.
 */
export class LiveTurn {
  readonly stop = new AbortController();
  readonly #chunks: TurnChunk[] = [];
  readonly #readers = new Set<() => void>();
  #isOver = false;

  push(chunk: TurnChunk): void {
    this.#chunks.push(chunk);
    this.#wake();
  }

  end(): void {
    this.#isOver = true;
    this.#wake();
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  #wake(): void {
    for (const reader of this.#readers) reader();
  }

  /** All chunks from the first, then each as it comes, until the turn is over or `signal` aborts. */
  async *follow(signal?: AbortSignal): AsyncGenerator<TurnChunk> {
    let next = 0;
    let wake: () => void = () => undefined;
    const reader = () => wake();
    this.#readers.add(reader);
    signal?.addEventListener("abort", reader);
    try {
      while (!signal?.aborted) {
        const chunk = this.#chunks[next];
        if (chunk) {
          next += 1;
          yield chunk;
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
