import { and, asc, eq, ilike, or } from "drizzle-orm";
import { documents, knowledgeSources } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";

const patternOf = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

export async function findSourcesByName(ctx: Context, text: string, limit: number) {
  const pattern = patternOf(text);
  return ctx.db
    .select({ id: knowledgeSources.id, name: knowledgeSources.name })
    .from(knowledgeSources)
    .where(
      and(
        eq(knowledgeSources.tenantId, ctx.tenantId),
        or(ilike(knowledgeSources.name, pattern), ilike(knowledgeSources.origin, pattern)),
      ),
    )
    .orderBy(asc(knowledgeSources.name))
    .limit(limit);
}

export async function findDocumentsByName(ctx: Context, text: string, limit: number) {
  const pattern = patternOf(text);
  return ctx.db
    .select({ id: documents.id, sourceId: documents.sourceId, title: documents.title, path: documents.path })
    .from(documents)
    .where(
      and(
        eq(documents.tenantId, ctx.tenantId),
        or(ilike(documents.title, pattern), ilike(documents.path, pattern)),
      ),
    )
    .orderBy(asc(documents.title))
    .limit(limit);
}
