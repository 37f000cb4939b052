import { and, asc, desc, eq, inArray, lt, sql } from "drizzle-orm";
import {
  apiKeys,
  auditEntries,
  chatbots,
  conversations,
  invitations,
  knowledgeSources,
  members,
  people,
  rooms,
  users,
} from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, type IdPrefix, isId, newId } from "#lib/core/ids.ts";

export async function insertAuditEntry(
  tx: Context,
  entry: {
    actorKind: string;
    actorId: string;
    action: string;
    target: string;
    details: Record<string, unknown>;
  },
): Promise<void> {
  await tx.db
    .insert(auditEntries)
    .values({ tenantId: tx.tenantId, id: newId("aud"), at: tx.now(), ...entry });
}

export async function listAuditEntryRows(
  ctx: Context,
  { limit, before }: { limit: number; before: Id<"aud"> | null },
) {
  return ctx.db
    .select()
    .from(auditEntries)
    .where(and(eq(auditEntries.tenantId, ctx.tenantId), before ? lt(auditEntries.id, before) : undefined))
    .orderBy(desc(auditEntries.id))
    .limit(limit);
}

export async function listMemberNames(ctx: Context) {
  return ctx.db
    .select({ id: members.userId, name: users.name })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(eq(members.tenantId, ctx.tenantId));
}

type Named = { id: string; name: string | null };

/** Returns the current names of audit targets, by id. An invitation's name is its email address. */
export async function findCurrentNames(ctx: Context, targets: string[]): Promise<Map<string, string>> {
  const { db, tenantId } = ctx;
  const find = async <P extends IdPrefix>(prefix: P, query: (ids: Id<P>[]) => Promise<Named[]>) => {
    const ids = targets.filter((target): target is Id<P> => isId(prefix, target));
    return ids.length === 0 ? [] : query(ids);
  };
  const found = await Promise.all([
    find("bot", (ids) =>
      db
        .select({ id: chatbots.id, name: chatbots.name })
        .from(chatbots)
        .where(and(eq(chatbots.tenantId, tenantId), inArray(chatbots.id, ids))),
    ),
    find("src", (ids) =>
      db
        .select({ id: knowledgeSources.id, name: knowledgeSources.name })
        .from(knowledgeSources)
        .where(and(eq(knowledgeSources.tenantId, tenantId), inArray(knowledgeSources.id, ids))),
    ),
    find("rom", (ids) =>
      db
        .select({ id: rooms.id, name: rooms.title })
        .from(rooms)
        .where(and(eq(rooms.tenantId, tenantId), inArray(rooms.id, ids))),
    ),
    find("cnv", (ids) =>
      db
        .select({ id: conversations.id, name: conversations.title })
        .from(conversations)
        .where(and(eq(conversations.tenantId, tenantId), inArray(conversations.id, ids))),
    ),
    find("key", (ids) =>
      db
        .select({ id: apiKeys.id, name: apiKeys.name })
        .from(apiKeys)
        .where(and(eq(apiKeys.tenantId, tenantId), inArray(apiKeys.id, ids))),
    ),
    find("inv", (ids) =>
      db
        .select({ id: invitations.id, name: invitations.email })
        .from(invitations)
        .where(and(eq(invitations.tenantId, tenantId), inArray(invitations.id, ids))),
    ),
    find("usr", (ids) =>
      db
        .select({ id: people.userId, name: users.name })
        .from(people)
        .innerJoin(users, eq(users.id, people.userId))
        .where(and(eq(people.tenantId, tenantId), inArray(people.userId, ids))),
    ),
  ]);
  return namesById(found.flat());
}

/** Returns the last name that the audit log recorded for each target, by id. */
export async function findRecordedNames(ctx: Context, targets: string[]): Promise<Map<string, string>> {
  if (targets.length === 0) return new Map();
  const rows = await ctx.db
    .select({ id: auditEntries.target, name: sql<string | null>`${auditEntries.details} ->> 'name'` })
    .from(auditEntries)
    .where(and(eq(auditEntries.tenantId, ctx.tenantId), inArray(auditEntries.target, targets)))
    .orderBy(asc(auditEntries.id));
  return namesById(rows);
}

function namesById(rows: Named[]): Map<string, string> {
  return new Map(rows.flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const])));
}
