import { and, eq } from "drizzle-orm";
import { conversations } from "#db/schema/index.ts";
import { actorHash, type Context } from "#lib/context/context.ts";
import { isId } from "#lib/core/ids.ts";

export const own = (ctx: Context) =>
  and(eq(conversations.tenantId, ctx.tenantId), eq(conversations.userIdHash, actorHash(ctx)));

/** Matches by id or client key, within this person's conversations only. */
export const named = (ctx: Context, name: string) =>
  and(own(ctx), isId("cnv", name) ? eq(conversations.id, name) : eq(conversations.clientKey, name));
