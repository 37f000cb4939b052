import type { LanguageModelV4 } from "@ai-sdk/provider";
import { env } from "#lib/core/env.ts";
import { builtInModel } from "./builtin/built-in-model.ts";
import { chatModel } from "./chat-model.ts";
import { hasOpenai, openai } from "./openai.ts";

/** Model id under which answers of the built-in model are stored. */
export const builtInModelId = "built-in";

export type ChosenModel = { model: LanguageModelV4; provider: string; id: string; builtIn: boolean };

export function builtIn(): ChosenModel {
  const model = builtInModel();
  return { model, provider: model.provider, id: model.modelId, builtIn: true };
}

/**
 * The model a chatbot answers with: its own setting, else the instance's; with neither a key nor a base URL the
 * built-in one. The choice is the server's alone: nothing a client sends comes in here.
 */
export function languageModel(wanted?: string): ChosenModel {
  if (!hasOpenai()) return builtIn();
  const id = wanted ?? env().OPENAI_MODEL;
  const model = env().OPENAI_API === "chat" ? chatModel(id) : openai().responses(id);
  return { model, provider: "openai", id, builtIn: false };
}
