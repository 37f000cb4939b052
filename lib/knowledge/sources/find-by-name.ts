import type { Context } from "#lib/context/context.ts";
import { findDocumentsByName, findSourcesByName } from "../queries/names.ts";

/** Finds sources and documents of any chatbot whose name, address or path contains a text. */
export async function findKnowledgeByName(ctx: Context, text: string, limit: number) {
  const [sources, documents] = await Promise.all([
    findSourcesByName(ctx, text, limit),
    findDocumentsByName(ctx, text, limit),
  ]);
  return { sources, documents };
}
