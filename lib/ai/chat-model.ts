import type { LanguageModelV4 } from "@ai-sdk/provider";
import { openai } from "./openai.ts";

const THOUGHTS_TAG = "think";

/**
 * A model of the chat completions API. Open models write their thoughts into the text as `<think>…</think>`; here they
 * become reasoning parts, so that no reader sees them.
 */
export function chatModel(id: string): LanguageModelV4 {
  const model = openai().chat(id);
  const { specificationVersion, provider, modelId, supportedUrls } = model;
  const withoutThoughts = async () => {
    // Loaded with its first use: a start on another API does not pay for it.
    const { extractReasoningMiddleware, wrapLanguageModel } = await import("ai");
    return wrapLanguageModel({ model, middleware: extractReasoningMiddleware({ tagName: THOUGHTS_TAG }) });
  };
  return {
    specificationVersion,
    provider,
    modelId,
    supportedUrls,
    doGenerate: async (options) => (await withoutThoughts()).doGenerate(options),
    doStream: async (options) => (await withoutThoughts()).doStream(options),
  };
}
