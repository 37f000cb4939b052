import type { LanguageModelV4 } from "@ai-sdk/provider";
import { LRUCache } from "lru-cache";
import { singleton } from "#lib/core/singleton.ts";
import { learnedKey, serverOf } from "./model-server.ts";
import { isOpenai } from "./openai.ts";

/** Models of this process whose answers begin inside a thought, because the prompt holds its begin mark. */
const models = () =>
  singleton("models-that-begin-inside-thoughts", () => new LRUCache<string, true>({ max: 2_000 }));

/** How answers of a model begin, as far as earlier ones showed. OpenAI's hold no thoughts. */
export function thoughtBegin(model: LanguageModelV4): "inside" | "unknown" | "outside" {
  if (models().has(learnedKey(model))) return "inside";
  return isOpenai(serverOf(model)) ? "outside" : "unknown";
}

/** Not for models of OpenAI: only a prompt makes their answers seem to begin so, and others share them. */
export function rememberThoughtBegin(model: LanguageModelV4, isInside: boolean): void {
  if (isInside && !isOpenai(serverOf(model))) models().set(learnedKey(model), true);
  else models().delete(learnedKey(model));
}
