import { env } from "#lib/core/env.ts";
import { builtInModelId } from "./language-model.ts";
import { hasOpenai } from "./openai.ts";
import type { StandardModel } from "./schema.ts";

/** Returns the model used by chatbots that have no model setting. */
export function instanceModel(): StandardModel {
  return hasOpenai() ? { id: env().OPENAI_MODEL, builtIn: false } : { id: builtInModelId, builtIn: true };
}
