import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { findAnyDocument } from "../queries/documents.ts";

/** Whether a chatbot has documents that its answers could cite. */
export async function hasKnowledge(ctx: Context, chatbotId: Id<"bot">): Promise<boolean> {
  return (await findAnyDocument(ctx, chatbotId)) !== null;
}
