import type { Context } from "#lib/context/context.ts";
import { type Id, isId } from "#lib/core/ids.ts";
import { findIngestion } from "../queries/ingestions.ts";
import { findSourceRow } from "../queries/sources.ts";

/** Returns the chatbot that a source or an ingestion belongs to; null for any other id. */
export async function findChatbotOf(ctx: Context, id: string): Promise<Id<"bot"> | null> {
  if (isId("src", id)) return (await findSourceRow(ctx, id))?.chatbotId ?? null;
  if (isId("ing", id)) return (await findIngestion(ctx, id))?.chatbotId ?? null;
  return null;
}
