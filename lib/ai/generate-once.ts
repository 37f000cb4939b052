import type { LanguageModelV4 } from "@ai-sdk/provider";
import { withoutThoughts } from "./split-thoughts.ts";

export type Generation = {
  /** Null where the model did not complete it. */
  text: string | null;
  inputTokens: number | null;
  outputTokens: number | null;
};

export type GenerationOrder = {
  instructions: string;
  prompt: string;
  maxOutputTokens: number;
  temperature?: number | undefined;
  timeoutMs: number;
  maxRetries: number;
  stop?: AbortSignal | undefined;
};

/**
 * Generates a short text that nobody watches being written. Thoughts are left out.
 * @throws the model's error, or a TimeoutError
 */
export async function generateOnce(model: LanguageModelV4, order: GenerationOrder): Promise<Generation> {
  // Loaded on first use, so that a start does not load it.
  const { generateText } = await import("ai");
  // Of settings that a model does not support; they would go to the console, past the log.
  globalThis.AI_SDK_LOG_WARNINGS = false;
  const { timeoutMs, temperature, stop, ...rest } = order;
  const timeout = AbortSignal.timeout(timeoutMs);
  const result = await generateText({
    model,
    ...rest,
    ...(temperature !== undefined && { temperature }),
    abortSignal: stop ? AbortSignal.any([timeout, stop]) : timeout,
  });
  const text = withoutThoughts(result.text).replaceAll("\u0000", "").trim();
  const isWhole = result.finishReason !== "length" && result.finishReason !== "error" && text !== "";
  return {
    text: isWhole ? text : null,
    inputTokens: result.usage.inputTokens ?? null,
    outputTokens: result.usage.outputTokens ?? null,
  };
}
