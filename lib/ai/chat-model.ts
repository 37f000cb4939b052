import type { LanguageModelV4 } from "@ai-sdk/provider";
import { openai } from "./openai.ts";

const THOUGHTS_TAG = "think";

/**
 * Returns a model of the chat completions API. Open models write their thoughts into the text as
 * `<think>…</think>`; here they become reasoning parts, which readers do not see.
 */
export function chatModel(id: string): LanguageModelV4 {
  const model = openai().chat(id);
  const { specificationVersion, provider, modelId, supportedUrls } = model;
  const withoutThoughts = async () => {
    // Loaded on first use, so that a start with another API does not load it.
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
