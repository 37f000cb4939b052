import { eq } from "drizzle-orm";
import { roomPresence } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";

/** Deletes who is in the rooms of the workspace. No cascade reaches this table, because it is unlogged. */
export async function deletePresence(ctx: Context): Promise<void> {
  await ctx.db.delete(roomPresence).where(eq(roomPresence.tenantId, ctx.tenantId));
}
