import { env } from "#lib/core/env.ts";
import { builtInModelId } from "./language-model.ts";
import { hasOpenai } from "./openai.ts";
import type { InstanceModel } from "./schema.ts";

/** The model that chatbots without a model of their own answer with. */
export function instanceModel(): InstanceModel {
  return hasOpenai() ? { id: env().OPENAI_MODEL, builtIn: false } : { id: builtInModelId, builtIn: true };
}
