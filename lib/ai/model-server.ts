import type { LanguageModelV4 } from "@ai-sdk/provider";
import { baseUrl } from "./openai.ts";

/**
 * A model with the base URL of its server, and the workspace that connected it ("" for the instance's). What
 * a server refused or how its answers begin is learned for each workspace: one must not change another's.
 */
export type ServedModel = LanguageModelV4 & { readonly server: string; readonly owner: string };

/** The base URL of the server that a model runs on; of the instance's where the model does not say. */
export function serverOf(model: LanguageModelV4 | ServedModel): string {
  return "server" in model ? model.server : baseUrl();
}

/** What is learned about a model is kept under this key. */
export function learnedKey(model: LanguageModelV4 | ServedModel): string {
  return `${"owner" in model ? model.owner : ""} ${serverOf(model)} ${model.modelId}`;
}
