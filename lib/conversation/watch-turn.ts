import { metrics } from "#lib/core/metrics.ts";
import type { TurnResult } from "./queries/turns.ts";

/** Times of one turn for the metrics, from now on. */
export class TurnWatch {
  readonly #started = performance.now();
  #hasText = false;

  /** The model has sent text; only the first time counts. */
  heard(): void {
    if (this.#hasText) return;
    this.#hasText = true;
    metrics().turnFirstToken.observe(this.#seconds());
  }

  /** @param state how it is stored, or why it is not: `moved` to another process, `gone` (deleted), `lost` */
  ended(
    state: TurnResult["state"] | "moved" | "gone" | "lost",
    { inputTokens, outputTokens }: Pick<TurnResult, "inputTokens" | "outputTokens">,
  ): void {
    const { turnDuration, tokens } = metrics();
    turnDuration.observe({ state }, this.#seconds());
    tokens.inc({ direction: "in" }, inputTokens ?? 0);
    tokens.inc({ direction: "out" }, outputTokens ?? 0);
  }

  #seconds(): number {
    return (performance.now() - this.#started) / 1_000;
  }
}
