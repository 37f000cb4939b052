import type { LanguageModelV4 } from "@ai-sdk/provider";

export function builtInModel(): LanguageModelV4 {
  throw new Error("being written");
}
