import { and, eq, inArray, isNull, lt } from "drizzle-orm";
import { slackDeliveries, slackEvents, slackInstallations, slackPeople, tenants } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";

export type InstallationRow = typeof slackInstallations.$inferSelect;
export type SlackPersonRow = typeof slackPeople.$inferSelect;

export async function findInstallation(ctx: Context): Promise<InstallationRow | null> {
  const [row] = await ctx.db
    .select()
    .from(slackInstallations)
    .where(eq(slackInstallations.tenantId, ctx.tenantId));
  return row ?? null;
}

/** The installation if it can be used: neither revoked nor of a workspace that is about to be deleted. */
export async function findLiveInstallation(ctx: Context): Promise<InstallationRow | null> {
  const [row] = await ctx.db
    .select({ installation: slackInstallations })
    .from(slackInstallations)
    .innerJoin(tenants, eq(tenants.id, slackInstallations.tenantId))
    .where(
      and(
        eq(slackInstallations.tenantId, ctx.tenantId),
        isNull(slackInstallations.revokedAt),
        isNull(tenants.deleteAt),
      ),
    );
  return row?.installation ?? null;
}

/** @returns false if the workspace is connected to another Slack workspace */
export async function putInstallation(
  tx: Context,
  row: Omit<InstallationRow, "tenantId" | "revokedAt" | "pausedUntil">,
): Promise<boolean> {
  const fresh = { ...row, revokedAt: null, pausedUntil: null };
  const rows = await tx.db
    .insert(slackInstallations)
    .values({ tenantId: tx.tenantId, ...fresh })
    .onConflictDoUpdate({
      target: slackInstallations.tenantId,
      set: fresh,
      setWhere: eq(slackInstallations.teamId, row.teamId),
    })
    .returning({ teamId: slackInstallations.teamId });
  return rows.length > 0;
}

export async function updateInstallation(
  tx: Context,
  changes: Partial<Pick<InstallationRow, "sealedToken" | "revokedAt" | "pausedUntil">>,
): Promise<void> {
  await tx.db.update(slackInstallations).set(changes).where(eq(slackInstallations.tenantId, tx.tenantId));
}

/** Deletes the installation with all that Slack sent and was sent. @returns null if there was none */
export async function deleteInstallation(tx: Context): Promise<InstallationRow | null> {
  for (const table of [slackDeliveries, slackEvents, slackPeople])
    await tx.db.delete(table).where(eq(table.tenantId, tx.tenantId));
  const [row] = await tx.db
    .delete(slackInstallations)
    .where(eq(slackInstallations.tenantId, tx.tenantId))
    .returning();
  return row ?? null;
}

/** @returns false if it was handled before */
export async function insertSlackEvent(tx: Context, eventId: string): Promise<boolean> {
  const rows = await tx.db
    .insert(slackEvents)
    .values({ tenantId: tx.tenantId, eventId, receivedAt: tx.now() })
    .onConflictDoNothing()
    .returning({ eventId: slackEvents.eventId });
  return rows.length > 0;
}

export async function findSlackPerson(ctx: Context, slackUser: string): Promise<SlackPersonRow | null> {
  const [row] = await ctx.db
    .select()
    .from(slackPeople)
    .where(and(eq(slackPeople.tenantId, ctx.tenantId), eq(slackPeople.slackUser, slackUser)));
  return row ?? null;
}

export async function putSlackPerson(
  tx: Context,
  person: Omit<SlackPersonRow, "tenantId" | "updatedAt">,
): Promise<void> {
  const row = { ...person, updatedAt: tx.now() };
  await tx.db
    .insert(slackPeople)
    .values({ tenantId: tx.tenantId, ...row })
    .onConflictDoUpdate({ target: [slackPeople.tenantId, slackPeople.slackUser], set: row });
}

/** Deletes what this workspace no longer needs of what was handled before `before`. */
export async function deleteHandledBefore(tx: Context, before: Date): Promise<void> {
  await tx.db
    .delete(slackEvents)
    .where(and(eq(slackEvents.tenantId, tx.tenantId), lt(slackEvents.receivedAt, before)));
  await tx.db
    .delete(slackDeliveries)
    .where(
      and(
        eq(slackDeliveries.tenantId, tx.tenantId),
        inArray(slackDeliveries.state, ["sent", "failed", "unknown", "dismissed"]),
        lt(slackDeliveries.createdAt, before),
      ),
    );
}

export async function listPersonRows(ctx: Context): Promise<SlackPersonRow[]> {
  return ctx.db.select().from(slackPeople).where(eq(slackPeople.tenantId, ctx.tenantId));
}

export async function deletePersonRows(tx: Context, slackUsers: string[]): Promise<void> {
  await tx.db
    .delete(slackPeople)
    .where(and(eq(slackPeople.tenantId, tx.tenantId), inArray(slackPeople.slackUser, slackUsers)));
}
