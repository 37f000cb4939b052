import { and, asc, count, eq, sql } from "drizzle-orm";
import { chatbots, modelConnections, tenants } from "#db/schema/index.ts";
import type { StoredConnection } from "#lib/ai/connections/connected-model.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import type { AccessPolicy } from "#lib/tenant/schema.ts";
import type { Chatbot, WholeChatbot } from "../chatbot.ts";
import type { Visibility } from "../schema.ts";

const columns = {
  id: chatbots.id,
  handle: chatbots.handle,
  name: chatbots.name,
  config: chatbots.config,
};
/** With the access policy and the model connection, which a turn needs. */
const forTurn = {
  ...columns,
  access: sql`${tenants.settings} -> 'access'`.mapWith(
    (text: string) => JSON.parse(text) as Partial<AccessPolicy> | null,
  ),
  connection: sql`case when ${modelConnections.tenantId} is not null then jsonb_build_object(
    'baseUrl', ${modelConnections.baseUrl}, 'sealedKey', ${modelConnections.sealedKey}, 'model', ${modelConnections.model}
  ) end`.mapWith((text: string) => JSON.parse(text) as StoredConnection | null),
};

const whole = {
  ...columns,
  visibility: chatbots.visibility,
  linkToken: chatbots.linkToken,
  updatedAt: chatbots.updatedAt,
};

const own = (ctx: Context, chatbotId: Id<"bot">) =>
  and(eq(chatbots.tenantId, ctx.tenantId), eq(chatbots.id, chatbotId));

export async function insertChatbot(
  tx: Context,
  chatbot: Chatbot & { visibility: Visibility },
): Promise<void> {
  await tx.db.insert(chatbots).values({ tenantId: tx.tenantId, ...chatbot });
}

export async function findChatbot(ctx: Context, chatbotId: Id<"bot">): Promise<Chatbot | null> {
  const [row] = await ctx.db
    .select(forTurn)
    .from(chatbots)
    .innerJoin(tenants, eq(tenants.id, chatbots.tenantId))
    .leftJoin(modelConnections, eq(modelConnections.tenantId, chatbots.tenantId))
    .where(own(ctx, chatbotId));
  return row ?? null;
}

export async function findChatbotByHandle(ctx: Context, handle: string): Promise<Chatbot | null> {
  const [row] = await ctx.db
    .select(forTurn)
    .from(chatbots)
    .innerJoin(tenants, eq(tenants.id, chatbots.tenantId))
    .leftJoin(modelConnections, eq(modelConnections.tenantId, chatbots.tenantId))
    .where(and(eq(chatbots.tenantId, ctx.tenantId), eq(chatbots.handle, handle)));
  return row ?? null;
}

export async function findWholeChatbot(ctx: Context, chatbotId: Id<"bot">): Promise<WholeChatbot | null> {
  const [row] = await ctx.db.select(whole).from(chatbots).where(own(ctx, chatbotId));
  return row ?? null;
}

/** As `findWholeChatbot`, and locks the row until the transaction ends. */
export async function lockChatbot(tx: Context, chatbotId: Id<"bot">): Promise<WholeChatbot | null> {
  const [row] = await tx.db.select(whole).from(chatbots).where(own(tx, chatbotId)).for("update");
  return row ?? null;
}

/** `updatedAt` is the version, so it increases by at least a millisecond. */
export async function updateChatbotRow(
  tx: Context,
  chatbotId: Id<"bot">,
  change: Partial<Pick<WholeChatbot, "name" | "handle" | "config" | "visibility" | "linkToken">>,
): Promise<WholeChatbot | null> {
  const now = tx.now().toISOString();
  const [row] = await tx.db
    .update(chatbots)
    .set({
      ...change,
      updatedAt: sql`greatest(${now}::timestamptz, ${chatbots.updatedAt} + interval '1 millisecond')`,
    })
    .where(own(tx, chatbotId))
    .returning(whole);
  return row ?? null;
}

export async function deleteChatbotRow(tx: Context, chatbotId: Id<"bot">): Promise<void> {
  await tx.db.delete(chatbots).where(own(tx, chatbotId));
}

export async function countChatbots(ctx: Context): Promise<number> {
  const [row] = await ctx.db
    .select({ all: count() })
    .from(chatbots)
    .where(eq(chatbots.tenantId, ctx.tenantId));
  return row?.all ?? 0;
}

export async function listChatbots(ctx: Context): Promise<WholeChatbot[]> {
  return ctx.db
    .select(whole)
    .from(chatbots)
    .where(eq(chatbots.tenantId, ctx.tenantId))
    .orderBy(asc(chatbots.name), asc(chatbots.id));
}

/** Oldest first. */
export async function listChatbotIds(ctx: Context): Promise<Id<"bot">[]> {
  const rows = await ctx.db
    .select({ id: chatbots.id })
    .from(chatbots)
    .where(eq(chatbots.tenantId, ctx.tenantId))
    .orderBy(asc(chatbots.createdAt), asc(chatbots.id));
  return rows.map(({ id }) => id);
}
