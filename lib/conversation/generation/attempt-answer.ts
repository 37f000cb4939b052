import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4StreamPart,
  LanguageModelV4ToolCall,
} from "@ai-sdk/provider";
import { type SpokenEvent, ThoughtSplitter } from "#lib/ai/split-thoughts.ts";
import { rememberThoughtBegin, thoughtBegin } from "#lib/ai/thought-begin.ts";
import type { AnswerLimits } from "./answer-event.ts";
import { brokenOff, finishedOutcome, NO_USAGE, type Outcome } from "./answer-outcome.ts";
import { OutputMeter } from "./output-meter.ts";
import { TimeLimit } from "./time-limit.ts";

type Attempt = {
  model: LanguageModelV4;
  options: LanguageModelV4CallOptions;
  limits: AnswerLimits;
  /** Epoch milliseconds. */
  deadline: number;
  stop: AbortSignal;
  /** Part of the answer is already shown, so the model may finish without text. */
  isFollowUp: boolean;
};

/**
 * Calls the model once. Thoughts are left out of the text and do not count as output; like every other part
 * they show that the model is alive, so the time limits start again.
 */
export async function* attemptAnswer(attempt: Attempt): AsyncGenerator<SpokenEvent | Outcome> {
  const { model, options, limits, deadline, stop, isFollowUp } = attempt;
  const upstream = new AbortController();
  const onStop = () => upstream.abort();
  stop.addEventListener("abort", onStop, { once: true });
  const speech = new Speech(model, options.maxOutputTokens);
  const time = new TimeLimit(upstream.signal);
  let isRead = false;
  try {
    if (stop.aborted) return yield { type: "end", state: "stopped", usage: NO_USAGE };
    const limit = () =>
      Math.min(speech.isVisible ? limits.stallMs : limits.firstTokenMs, deadline - Date.now());
    const { stream } = await time.within(
      limit(),
      model.doStream({ ...options, abortSignal: upstream.signal }),
    );
    const reader = stream.getReader();
    let finish: Extract<LanguageModelV4StreamPart, { type: "finish" }> | undefined;
    const calls: LanguageModelV4ToolCall[] = [];
    for (;;) {
      const { done, value: part } = await time.within(limit(), reader.read());
      isRead = done;
      if (done) break;
      if (part.type === "text-delta") yield* speech.add(part.delta);
      else if (part.type === "reasoning-delta") speech.thinkAside();
      else if (part.type === "tool-call" && !part.providerExecuted) calls.push(part);
      else if (part.type === "error") throw part.error;
      else if (part.type === "finish") finish = part;
      if (speech.isTooLong) {
        const state = "interrupted";
        return yield { type: "end", state, errorCode: "too_long", usage: NO_USAGE, cause: null };
      }
    }
    const isWhole = finish !== undefined && finish.finishReason.unified !== "length";
    yield* speech.end(isWhole);
    yield finish
      ? finishedOutcome(
          finish,
          { isVisible: speech.isVisible || isFollowUp, hasThought: speech.hasThought },
          calls,
        )
      : brokenOff(speech.isVisible, new Error("The stream ended without a finish."));
  } catch (error) {
    yield* speech.end(false);
    if (stop.aborted) yield { type: "end", state: "stopped", usage: NO_USAGE };
    else yield brokenOff(speech.isVisible, error);
  } finally {
    stop.removeEventListener("abort", onStop);
    time.close();
    if (!isRead) upstream.abort();
  }
}

/** What a model says in one call, without its thoughts. */
class Speech {
  isVisible = false;
  readonly #model: LanguageModelV4;
  readonly #begin: "inside" | "unknown" | "outside";
  readonly #meter: OutputMeter;
  #splitter: ThoughtSplitter;
  #hasText = false;
  #thinksAside = false;

  constructor(model: LanguageModelV4, maxTokens: number | undefined) {
    this.#model = model;
    this.#begin = thoughtBegin(model);
    this.#meter = new OutputMeter(maxTokens);
    this.#splitter = new ThoughtSplitter(this.#begin);
  }

  get hasThought(): boolean {
    return this.#thinksAside || this.#splitter.hasThought;
  }

  get isTooLong(): boolean {
    return this.#meter.isFull;
  }

  /** The model sends its thoughts apart from the text, so the text does not begin inside one. */
  thinkAside(): void {
    this.#thinksAside = true;
    if (!this.#hasText) this.#splitter = new ThoughtSplitter("outside");
  }

  *add(delta: string): Generator<SpokenEvent> {
    this.#hasText = true;
    for (const event of this.#splitter.push(delta)) yield this.#show(event);
  }

  /** @param isWhole false: a thought that was cut is not the answer */
  *end(isWhole: boolean): Generator<SpokenEvent> {
    const { beganInside } = this.#splitter;
    if (beganInside) rememberThoughtBegin(this.#model, true);
    if (isWhole && this.#begin === "inside" && !beganInside) rememberThoughtBegin(this.#model, false);
    for (const event of this.#splitter.end(isWhole)) yield this.#show(event);
  }

  #show(event: SpokenEvent): SpokenEvent {
    this.isVisible = event.type === "text";
    if (event.type === "text") this.#meter.add(event.delta);
    else this.#meter.reset();
    return event;
  }
}
