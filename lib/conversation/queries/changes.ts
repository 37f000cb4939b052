import { and, eq, inArray, sql } from "drizzle-orm";
import { conversations, turns } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { isHandled } from "./handling.ts";

/**
 * A value for each conversation of the workspace that exists; it differs after each change of its
 * turns, messages and of who answers.
 */
export async function listVersions(ctx: Context, ids: Id<"cnv">[]): Promise<Map<Id<"cnv">, string>> {
  const rows = await ctx.db
    .select({
      id: conversations.id,
      updatedAt: conversations.updatedAt,
      lastSeq: conversations.lastSeq,
      handler: sql<string>`case when ${isHandled("platform.conversations")} then ${conversations.handledBy}::text else '' end`,
      isRunning: sql<boolean>`exists (select 1 from ${turns} where ${turns.tenantId} = ${conversations.tenantId}
        and ${turns.conversationId} = ${conversations.id} and ${turns.state} = 'running')`,
    })
    .from(conversations)
    .where(and(eq(conversations.tenantId, ctx.tenantId), inArray(conversations.id, ids)));
  return new Map(
    rows.map(({ id, updatedAt, lastSeq, handler, isRunning }) => [
      id,
      `${updatedAt.toISOString()} ${lastSeq} ${isRunning} ${handler}`,
    ]),
  );
}
