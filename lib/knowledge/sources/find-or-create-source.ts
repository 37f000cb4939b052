import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { upsertSource } from "../queries/documents.ts";
import type { SourceInput } from "../schema.ts";

/** Finds or makes the source of this origin. The same origin again is the same source. */
export async function findOrCreateSource(
  ctx: Context,
  input: Omit<SourceInput, "chatbot"> & { chatbotId: Id<"bot"> },
) {
  const { chatbotId, ...source } = input;
  return upsertSource(ctx, chatbotId, source);
}
