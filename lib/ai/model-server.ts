import type { LanguageModelV4 } from "@ai-sdk/provider";
import { baseUrl } from "./openai.ts";

/** A model with the base URL of its server. */
export type ServedModel = LanguageModelV4 & { readonly server: string };

/** The base URL of the server that a model runs on; of the instance's where the model does not say. */
export function serverOf(model: LanguageModelV4 | ServedModel): string {
  return "server" in model ? model.server : baseUrl();
}
