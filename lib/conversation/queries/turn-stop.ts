import { and, eq, sql } from "drizzle-orm";
import { conversations, turns } from "#db/schema/index.ts";
import { actorHash, type Context } from "#lib/context/context.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import { turnById } from "./turns.ts";

/** Requests the stop of a conversation's running turns. Queued ones have no process that sees the request. */
export async function requestStop(
  ctx: Context,
  conversationId: Id<"cnv">,
): Promise<{ turnId: Id<"trn">; isWaiting: boolean }[]> {
  const rows = await ctx.db
    .update(turns)
    .set({ stopRequestedAt: sql`now()` })
    .where(
      and(
        eq(turns.tenantId, ctx.tenantId),
        eq(turns.conversationId, conversationId),
        eq(turns.state, "running"),
      ),
    )
    .returning({ turnId: turns.id, isWaiting: sql<boolean>`${turns.waitingSince} is not null` });
  return rows;
}

/** Requests the stop of a person's running turns in all conversations. */
export async function requestStopOfPerson(
  ctx: Context,
): Promise<{ turnId: Id<"trn">; isWaiting: boolean }[]> {
  const own = sql`(select id from ${conversations} where ${conversations.tenantId} = ${idToUuid(ctx.tenantId)} and ${conversations.userIdHash} = ${actorHash(ctx)})`;
  return ctx.db
    .update(turns)
    .set({ stopRequestedAt: sql`now()` })
    .where(
      and(
        eq(turns.tenantId, ctx.tenantId),
        sql`${turns.conversationId} in ${own}`,
        eq(turns.state, "running"),
      ),
    )
    .returning({ turnId: turns.id, isWaiting: sql<boolean>`${turns.waitingSince} is not null` });
}

/**
 * Requests the stop of a turn that has not ended.
 * @returns whether it is queued, so that no process sees the request
 */
export async function requestStopOfTurn(ctx: Context, turnId: Id<"trn">): Promise<boolean> {
  const [row] = await ctx.db
    .update(turns)
    .set({ stopRequestedAt: sql`now()` })
    .where(and(turnById(ctx, turnId), eq(turns.state, "running")))
    .returning({ isWaiting: sql<boolean>`${turns.waitingSince} is not null` });
  return row?.isWaiting ?? false;
}
