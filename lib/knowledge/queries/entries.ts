import { and, asc, eq, gt, gte, ilike, notInArray, or, type SQL, sql } from "drizzle-orm";
import { documents, ingestions } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { endedStates } from "../ingestion/ingestion.ts";
import { unreadKinds } from "../parsing/unread-part.ts";
import type { EntriesQuery } from "../schema.ts";

/** Pieces of the stored report of the kinds that are unread, or, with `not`, of the others. */
function countPieces(not: SQL) {
  const kinds = sql.join(
    unreadKinds.map((kind) => sql`${kind}`),
    sql`, `,
  );
  return sql<number>`coalesce((select sum((h->>'pieces')::int) from jsonb_array_elements(${documents.hidden}) h
    where ${not} h->>'kind' in (${kinds})), 0)`.mapWith(Number);
}

const documentColumns = {
  id: documents.id,
  title: documents.title,
  chunks: documents.chunkCount,
  hidden: countPieces(sql`not`).as("hidden_pieces"),
  unread: countPieces(sql``).as("unread_pieces"),
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

type ChangedRow = Awaited<ReturnType<typeof listChangedEntryRows>>[number];
export type EntryRow = Omit<ChangedRow, "ingestion"> & { ingestion: ChangedRow["ingestion"] | null };

/** Returns one page of a source's documents and ingestions, joined by path. */
export async function listEntryRows(
  ctx: Context,
  sourceId: Id<"src">,
  query: EntriesQuery,
): Promise<EntryRow[]> {
  const { q, only, after, limit } = query;
  const stored = ctx.db
    .select({ ...documentColumns, path: documents.path })
    .from(documents)
    .where(and(eq(documents.tenantId, ctx.tenantId), eq(documents.sourceId, sourceId)))
    .as("stored");
  const read = ctx.db
    .select({ ...ingestionColumns, path: ingestions.path })
    .from(ingestions)
    .where(and(eq(ingestions.tenantId, ctx.tenantId), eq(ingestions.sourceId, sourceId)))
    .as("read");
  const path = sql<string>`coalesce(${stored.path}, ${read.path})`;
  const pattern = q ? `%${q.replace(/[\\%_]/g, "\\$&")}%` : null;
  const rows = await ctx.db
    .select()
    .from(stored)
    .fullJoin(read, eq(stored.path, read.path))
    .where(
      and(
        pattern ? or(ilike(path, pattern), ilike(stored.title, pattern)) : undefined,
        only === "failed" ? eq(read.state, "failed") : undefined,
        after ? gt(path, after) : undefined,
      ),
    )
    .orderBy(asc(path))
    .limit(limit);
  return rows.map(({ stored: document, read: ingestion }) => ({
    path: document?.path ?? ingestion?.path ?? "",
    sourceId,
    document,
    ingestion,
  }));
}

/** Returns running ingestions and those that changed since a time, newest first. */
export async function listChangedEntryRows(ctx: Context, chatbotId: Id<"bot">, since: Date, limit: number) {
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
        or(notInArray(ingestions.state, [...endedStates]), gte(ingestions.updatedAt, since)),
      ),
    )
    .orderBy(sql`${ingestions.updatedAt} desc`)
    .limit(limit);
}
