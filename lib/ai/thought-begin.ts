import { env } from "#lib/core/env.ts";
import { singleton } from "#lib/core/singleton.ts";
import { isOwnServer } from "./openai.ts";

/** Models of this process whose answers begin inside a thought, because the prompt holds its begin mark. */
const models = () => singleton("models-that-begin-inside-thoughts", () => new Set<string>());

const keyOf = (modelId: string) => `${env().OPENAI_BASE_URL ?? ""} ${modelId}`;

/** How answers of a model begin, as far as earlier ones showed. OpenAI's hold no thoughts. */
export function thoughtBegin(modelId: string): "inside" | "unknown" | "outside" {
  if (models().has(keyOf(modelId))) return "inside";
  return isOwnServer() ? "unknown" : "outside";
}

export function rememberThoughtBegin(modelId: string, isInside: boolean): void {
  if (isInside) models().add(keyOf(modelId));
  else models().delete(keyOf(modelId));
}
