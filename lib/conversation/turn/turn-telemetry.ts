import type { Context } from "#lib/context/context.ts";
import { log } from "#lib/core/log.ts";
import { metrics } from "#lib/core/metrics.ts";
import { inSpan, type Span, startSpan, traced } from "#lib/core/trace.ts";
import { startSlots } from "#lib/limits/starts/start-slots.ts";
import type { Turn, TurnEnding, TurnResult } from "./turn.ts";

/** Metrics, spans and the log line of one turn. They hold ids and the model, never any text. */
export class TurnTelemetry {
  readonly #started = performance.now();
  readonly #span: Span;
  #call: { span: Span; started: number } | null = null;
  readonly #ids: { requestId: string; tenantId: string; conversationId: string; turnId: string };
  #hasText = false;

  constructor({ requestId, tenantId }: Context, { conversationId, turnId, model, epoch }: Turn) {
    this.#ids = { requestId, tenantId, conversationId, turnId };
    const ids = { "parley.conversation.id": conversationId, "parley.turn.id": turnId };
    this.#span = startSpan("turn", {
      attributes: { ...ids, "parley.turn.epoch": epoch, "gen_ai.request.model": model },
    });
  }

  /** Runs work inside the span of the turn. */
  during<T>(work: () => T): T {
    return inSpan(this.#span, work);
  }

  /** @param number of the call, from 1 */
  modelCalled(number: number): void {
    this.#call?.span.end("tried_again");
    const span = startSpan("model call", { attributes: { "parley.attempt": number } });
    this.#call = { span, started: performance.now() };
    startSlots().run(this.#ids.requestId);
  }

  /** Observes the time to the first token; later calls do nothing. */
  textReceived(): void {
    if (this.#hasText) return;
    this.#hasText = true;
    metrics().turnFirstToken.observe(secondsSince(this.#started));
    if (!this.#call) return;
    this.#call.span.set({ "gen_ai.response.time_to_first_chunk": secondsSince(this.#call.started) });
  }

  modelEnded({ state, errorCode, inputTokens, outputTokens }: TurnEnding): void {
    if (inputTokens !== null) this.#call?.span.set({ "gen_ai.usage.input_tokens": inputTokens });
    if (outputTokens !== null) this.#call?.span.set({ "gen_ai.usage.output_tokens": outputTokens });
    this.#call?.span.set({ "parley.turn.state": state });
    this.#call?.span.end(errorCode ?? undefined);
    this.#call = null;
  }

  storing<T>(store: () => Promise<T>): Promise<T> {
    return traced("store", {}, store);
  }

  /** @param state as stored, or why it was not: `moved` to another process, `gone` (deleted), `lost` */
  ended(state: TurnResult["state"] | "moved" | "gone" | "lost", ending: TurnEnding): void {
    startSlots().end(this.#ids.requestId);
    const { turnDuration, tokens } = metrics();
    turnDuration.observe({ state }, secondsSince(this.#started));
    tokens.inc({ direction: "in" }, ending.inputTokens ?? 0);
    tokens.inc({ direction: "out" }, ending.outputTokens ?? 0);
    this.#call?.span.end("ended");
    this.#span.set({ "parley.turn.state": state });
    this.#span.end(ending.errorCode ?? undefined);
    const latency = Math.round(performance.now() - this.#started);
    log().info({ ...this.#ids, state, code: ending.errorCode ?? undefined, latency }, "turn ended");
  }
}

const secondsSince = (started: number) => (performance.now() - started) / 1_000;
