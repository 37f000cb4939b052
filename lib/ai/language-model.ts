import type { LanguageModelV4 } from "@ai-sdk/provider";
import { env } from "#lib/core/env.ts";
import { builtInModel } from "./builtin/built-in-model.ts";
import { chatCompletionsModel } from "./chat-completions/chat-completions-model.ts";
import { embedSentences } from "./embed-sentences.ts";
import { baseUrl, hasOpenai, isOpenai, modelFetch, openai } from "./openai.ts";
import { responsesOrChat } from "./responses-or-chat.ts";
import { withThoughtAllowance } from "./with-thought-allowance.ts";

/** Stored as the model id of the built-in model's answers. */
export const builtInModelId = "built-in";

export type ChosenModel = { model: LanguageModelV4; provider: string; id: string; builtIn: boolean };

export function builtIn(): ChosenModel {
  const model = builtInModel({ embed: embedSentences });
  return { model, provider: model.provider, id: model.modelId, builtIn: true };
}

/**
 * Returns a model of the instance's server, the named one or its default; without a key and a base URL, the
 * built-in model.
 */
export function languageModel(wanted?: string): ChosenModel {
  if (!hasOpenai()) return builtIn();
  const id = wanted ?? env().OPENAI_MODEL;
  return { model: withThoughtAllowance(modelOf(id), baseUrl()), provider: "openai", id, builtIn: false };
}

function modelOf(id: string): LanguageModelV4 {
  const server = baseUrl();
  const chat = chatCompletionsModel(id, {
    baseUrl: server,
    apiKey: env().OPENAI_API_KEY,
    fetch: modelFetch(),
  });
  if (env().OPENAI_API === "chat") return chat;
  const responses = openai().responses(id);
  return isOpenai(server) ? responses : responsesOrChat(server, responses, chat);
}
