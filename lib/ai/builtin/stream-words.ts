import { setTimeout as wait } from "node:timers/promises";
import type { LanguageModelV4StreamPart, LanguageModelV4Usage } from "@ai-sdk/provider";

const WORDS_PER_PART = 3;
const ID = "0";

/** Streams a finished answer in the parts a model would send. An abort errors the stream immediately. */
export function streamWords(
  text: string,
  usage: LanguageModelV4Usage,
  options: { delayMs: number; signal?: AbortSignal | undefined },
): ReadableStream<LanguageModelV4StreamPart> {
  const { delayMs, signal } = options;
  const parts = partsOf(text, usage);
  const stopped = new AbortController();
  let onAbort = () => {};
  return new ReadableStream<LanguageModelV4StreamPart>(
    {
      start(controller) {
        onAbort = () => {
          stopped.abort();
          controller.error(signal?.reason);
        };
        if (signal?.aborted) onAbort();
        else signal?.addEventListener("abort", onAbort, { once: true });
      },
      async pull(controller) {
        const next = parts.next();
        if (next.done) {
          signal?.removeEventListener("abort", onAbort);
          return controller.close();
        }
        if (delayMs > 0 && next.value.type === "text-delta") {
          await wait(delayMs, undefined, { signal: stopped.signal }).catch(() => {});
        }
        if (!stopped.signal.aborted) controller.enqueue(next.value);
      },
      cancel() {
        stopped.abort();
        signal?.removeEventListener("abort", onAbort);
      },
    },
    { highWaterMark: 0 },
  );
}

function* partsOf(text: string, usage: LanguageModelV4Usage): Generator<LanguageModelV4StreamPart> {
  yield { type: "stream-start", warnings: [] };
  yield { type: "text-start", id: ID };
  for (const delta of cutWords(text)) yield { type: "text-delta", id: ID, delta };
  yield { type: "text-end", id: ID };
  yield { type: "finish", finishReason: { unified: "stop", raw: undefined }, usage };
}

/** Splits text into groups of a few words. Whitespace is kept, so joining them restores the text. */
export function cutWords(text: string): string[] {
  const words = text.match(/\s*\S+\s*$|\s*\S+/g) ?? [];
  const parts: string[] = [];
  for (let at = 0; at < words.length; at += WORDS_PER_PART)
    parts.push(words.slice(at, at + WORDS_PER_PART).join(""));
  return parts;
}
