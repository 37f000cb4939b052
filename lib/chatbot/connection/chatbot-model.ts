import { connectedModel } from "#lib/ai/connections/connected-model.ts";
import { type ChosenModel, languageModel } from "#lib/ai/language-model.ts";
import { hasOpenai } from "#lib/ai/openai.ts";
import type { Context } from "#lib/context/context.ts";
import type { Chatbot } from "../chatbot.ts";

type Choice = Pick<Chatbot, "config" | "connection">;

/**
 * Returns the model that answers for a chatbot: its own setting or the default, on the workspace's server or
 * else the instance's. Nothing a client sends affects the choice.
 */
export function chatbotModel({ tenantId }: Context, { config, connection }: Choice): ChosenModel {
  return connection ? connectedModel(tenantId, connection, config.model) : languageModel(config.model);
}

/** Whether the built-in model answers for a chatbot. */
export function usesBuiltIn({ connection }: Choice): boolean {
  return !connection && !hasOpenai();
}
