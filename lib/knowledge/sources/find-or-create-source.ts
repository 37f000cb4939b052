import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { upsertSource } from "../queries/sources.ts";
import type { SourceInput } from "../schema.ts";

/** Returns the source with this origin, created or updated. */
export async function findOrCreateSource(
  ctx: Context,
  input: Omit<SourceInput, "chatbot"> & { chatbotId: Id<"bot"> },
) {
  const { chatbotId, ...source } = input;
  return upsertSource(ctx, chatbotId, source);
}
