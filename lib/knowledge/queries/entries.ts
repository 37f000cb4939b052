import { and, asc, eq, gt, gte, ilike, inArray, notInArray, or, type SQL, sql } from "drizzle-orm";
import { chunks, documents, ingestions, knowledgeSources } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import type { EntriesQuery } from "../schema.ts";

const ENDED = ["ready", "failed", "cancelled"] as const;

/** The sources of a chatbot, in the order in which they were added, with what each holds and what is under way. */
export async function listSourceCounts(ctx: Context, chatbotId: Id<"bot">) {
  const number = (count: SQL, name: string) => sql<number>`${count}`.mapWith(Number).as(name);
  const held = ctx.db
    .select({
      sourceId: documents.sourceId,
      documents: number(sql`count(*)`, "documents"),
      chunks: number(sql`sum(${documents.chunkCount})`, "chunks"),
    })
    .from(documents)
    .where(and(eq(documents.tenantId, ctx.tenantId), eq(documents.chatbotId, chatbotId)))
    .groupBy(documents.sourceId)
    .as("held");
  const ended = sql.join(
    ENDED.map((state) => sql`${state}`),
    sql`, `,
  );
  const read = ctx.db
    .select({
      sourceId: ingestions.sourceId,
      underWay: number(sql`count(*) filter (where ${ingestions.state} not in (${ended}))`, "under_way"),
      failed: number(sql`count(*) filter (where ${ingestions.state} = 'failed')`, "failed"),
    })
    .from(ingestions)
    .where(and(eq(ingestions.tenantId, ctx.tenantId), eq(ingestions.chatbotId, chatbotId)))
    .groupBy(ingestions.sourceId)
    .as("read");
  return ctx.db
    .select({
      source: knowledgeSources,
      documents: sql`coalesce(${held.documents}, 0)`.mapWith(Number),
      chunks: sql`coalesce(${held.chunks}, 0)`.mapWith(Number),
      underWay: sql`coalesce(${read.underWay}, 0)`.mapWith(Number),
      failed: sql`coalesce(${read.failed}, 0)`.mapWith(Number),
    })
    .from(knowledgeSources)
    .leftJoin(held, eq(held.sourceId, knowledgeSources.id))
    .leftJoin(read, eq(read.sourceId, knowledgeSources.id))
    .where(and(eq(knowledgeSources.tenantId, ctx.tenantId), eq(knowledgeSources.chatbotId, chatbotId)))
    .orderBy(asc(knowledgeSources.createdAt), asc(knowledgeSources.id));
}

const documentColumns = {
  id: documents.id,
  title: documents.title,
  chunks: documents.chunkCount,
  hidden: sql<number>`coalesce((select sum((h->>'pieces')::int)
    from jsonb_array_elements(${documents.hidden}) h), 0)`
    .mapWith(Number)
    .as("hidden_pieces"),
  updatedAt: documents.updatedAt,
};

const ingestionColumns = {
  id: ingestions.id,
  revision: ingestions.revision,
  state: ingestions.state,
  outcome: ingestions.outcome,
  reason: ingestions.reason,
  done: ingestions.done,
  total: ingestions.total,
  updatedAt: ingestions.updatedAt,
};

const samePath = and(
  eq(documents.tenantId, ingestions.tenantId),
  eq(documents.sourceId, ingestions.sourceId),
  eq(documents.path, ingestions.path),
);

type ChangedRow = Awaited<ReturnType<typeof listChangedRows>>[number];
export type EntryRow = Omit<ChangedRow, "ingestion"> & { ingestion: ChangedRow["ingestion"] | null };

/** Paths of a source, documents and ingestions side by side, by path. */
export async function listEntryRows(
  ctx: Context,
  sourceId: Id<"src">,
  query: EntriesQuery,
): Promise<EntryRow[]> {
  const { q, only, after, limit } = query;
  const held = ctx.db
    .select({ ...documentColumns, path: documents.path })
    .from(documents)
    .where(and(eq(documents.tenantId, ctx.tenantId), eq(documents.sourceId, sourceId)))
    .as("held");
  const read = ctx.db
    .select({ ...ingestionColumns, path: ingestions.path })
    .from(ingestions)
    .where(and(eq(ingestions.tenantId, ctx.tenantId), eq(ingestions.sourceId, sourceId)))
    .as("read");
  const path = sql<string>`coalesce(${held.path}, ${read.path})`;
  const pattern = q ? `%${q.replace(/[\\%_]/g, "\\$&")}%` : null;
  const rows = await ctx.db
    .select()
    .from(held)
    .fullJoin(read, eq(held.path, read.path))
    .where(
      and(
        pattern ? or(ilike(path, pattern), ilike(held.title, pattern)) : undefined,
        only === "failed" ? eq(read.state, "failed") : undefined,
        after ? gt(path, after) : undefined,
      ),
    )
    .orderBy(asc(path))
    .limit(limit);
  return rows.map(({ held: document, read: ingestion }) => ({
    path: document?.path ?? ingestion?.path ?? "",
    sourceId,
    document,
    ingestion,
  }));
}

/** What is under way in a chatbot's sources, and what has changed since then; the latest come first. */
export async function listChangedRows(ctx: Context, chatbotId: Id<"bot">, since: Date, limit: number) {
  return ctx.db
    .select({
      path: ingestions.path,
      sourceId: ingestions.sourceId,
      document: documentColumns,
      ingestion: ingestionColumns,
    })
    .from(ingestions)
    .leftJoin(documents, samePath)
    .where(
      and(
        eq(ingestions.tenantId, ctx.tenantId),
        eq(ingestions.chatbotId, chatbotId),
        or(notInArray(ingestions.state, [...ENDED]), gte(ingestions.updatedAt, since)),
      ),
    )
    .orderBy(sql`${ingestions.updatedAt} desc`)
    .limit(limit);
}

export async function findDocument(ctx: Context, sourceId: Id<"src">, documentId: Id<"doc">) {
  const [row] = await ctx.db
    .select({
      id: documents.id,
      path: documents.path,
      title: documents.title,
      format: documents.format,
      content: documents.content,
      pageKind: documents.pageKind,
      pageStarts: documents.pageStarts,
      hidden: documents.hidden,
      chunks: documents.chunkCount,
      updatedAt: documents.updatedAt,
    })
    .from(documents)
    .where(
      and(
        eq(documents.tenantId, ctx.tenantId),
        eq(documents.sourceId, sourceId),
        eq(documents.id, documentId),
      ),
    );
  return row ?? null;
}

/** Passages of a document from an ordinal on, and the one before it. */
export async function listPassages(ctx: Context, documentId: Id<"doc">, from: number, limit: number) {
  return ctx.db
    .select({
      ordinal: chunks.ordinal,
      headingPath: chunks.headingPath,
      start: chunks.startOffset,
      end: chunks.endOffset,
    })
    .from(chunks)
    .where(
      and(
        eq(chunks.tenantId, ctx.tenantId),
        eq(chunks.documentId, documentId),
        gte(chunks.ordinal, from - 1),
      ),
    )
    .orderBy(asc(chunks.ordinal))
    .limit(limit + 1);
}

/** Which source each document is of. */
export async function listSourcesOf(ctx: Context, documentIds: Id<"doc">[]) {
  if (documentIds.length === 0) return [];
  return ctx.db
    .select({
      documentId: documents.id,
      id: knowledgeSources.id,
      name: knowledgeSources.name,
      kind: knowledgeSources.kind,
    })
    .from(documents)
    .innerJoin(
      knowledgeSources,
      and(eq(knowledgeSources.tenantId, documents.tenantId), eq(knowledgeSources.id, documents.sourceId)),
    )
    .where(and(eq(documents.tenantId, ctx.tenantId), inArray(documents.id, documentIds)));
}
