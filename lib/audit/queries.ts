import { and, desc, eq, lt } from "drizzle-orm";
import { auditEntries, members, users } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, newId } from "#lib/core/ids.ts";

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
