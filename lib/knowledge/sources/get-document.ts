import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { pageRange } from "../parsing/pages.ts";
import { splitReport } from "../parsing/stored-report.ts";
import { findDocument, listPassages } from "../queries/documents.ts";
import type { DocumentView } from "../schema.ts";

/**
 * Returns a document with up to `limit` passages, starting at the ordinal `from`.
 * @throws ParleyError not_found
 */
export async function getDocument(
  ctx: Context,
  input: { sourceId: Id<"src">; documentId: Id<"doc">; from: number; limit: number },
): Promise<DocumentView> {
  const { sourceId, documentId, limit } = input;
  const row = await findDocument(ctx, sourceId, documentId);
  if (!row) throw notFound("document");
  const { content, pageKind, pageStarts, hidden, updatedAt, ...rest } = row;
  const from = Math.max(0, Math.min(input.from, rest.chunks - 1));
  const found = await listPassages(ctx, documentId, from, limit);
  const pages = pageKind && pageStarts ? { kind: pageKind, starts: pageStarts } : null;
  const passages = found.flatMap(({ ordinal, headingPath, start, end }, index) => {
    if (ordinal < from || ordinal >= from + limit) return [];
    const before = content.slice(found[index - 1]?.end ?? 0, start).trim();
    const text = content.slice(start, end);
    return [{ ordinal, headingPath, pages: pageRange(pages, start, end), before, text }];
  });
  return {
    ...rest,
    pages: pages && { kind: pages.kind, count: pages.starts.length },
    updatedAt: updatedAt.toISOString(),
    ...splitReport(hidden),
    passages,
  };
}
