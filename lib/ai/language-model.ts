import type { LanguageModelV4 } from "@ai-sdk/provider";
import { env } from "#lib/core/env.ts";
import { builtInModel } from "./builtin/built-in-model.ts";
import { chatModel } from "./chat-model.ts";
import { hasOpenai, openai } from "./openai.ts";

/** Stored as the model id of the built-in model's answers. */
export const builtInModelId = "built-in";

export type ChosenModel = { model: LanguageModelV4; provider: string; id: string; builtIn: boolean };

export function builtIn(): ChosenModel {
  const model = builtInModel();
  return { model, provider: model.provider, id: model.modelId, builtIn: true };
}

/**
 * Returns the model for a chatbot: its own setting or the instance's; without a key and a base URL, the
 * built-in model. Nothing a client sends affects the choice.
 */
export function languageModel(wanted?: string): ChosenModel {
  if (!hasOpenai()) return builtIn();
  const id = wanted ?? env().OPENAI_MODEL;
  const model = env().OPENAI_API === "chat" ? chatModel(id) : openai().responses(id);
  return { model, provider: "openai", id, builtIn: false };
}
