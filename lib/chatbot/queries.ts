import { and, asc, eq } from "drizzle-orm";
import { chatbots } from "#db/schema/index.ts";
import type { Context } from "#lib/core/context.ts";
import type { Id } from "#lib/core/ids.ts";
import type { ChatbotConfig } from "./schema.ts";

export type Chatbot = { id: Id<"bot">; handle: string; name: string; config: ChatbotConfig };

const columns = { id: chatbots.id, handle: chatbots.handle, name: chatbots.name, config: chatbots.config };

export async function insertChatbot(tx: Context, chatbot: Chatbot): Promise<void> {
  await tx.db.insert(chatbots).values({ tenantId: tx.tenantId, ...chatbot });
}

export async function findChatbot(ctx: Context, chatbotId: Id<"bot">): Promise<Chatbot | null> {
  const [row] = await ctx.db
    .select(columns)
    .from(chatbots)
    .where(and(eq(chatbots.tenantId, ctx.tenantId), eq(chatbots.id, chatbotId)));
  return row ?? null;
}

export async function findChatbotByHandle(ctx: Context, handle: string): Promise<Chatbot | null> {
  const [row] = await ctx.db
    .select(columns)
    .from(chatbots)
    .where(and(eq(chatbots.tenantId, ctx.tenantId), eq(chatbots.handle, handle)));
  return row ?? null;
}

export async function listChatbots(ctx: Context): Promise<Chatbot[]> {
  return ctx.db
    .select(columns)
    .from(chatbots)
    .where(eq(chatbots.tenantId, ctx.tenantId))
    .orderBy(asc(chatbots.name));
}

export async function findFirstChatbot(ctx: Context): Promise<Chatbot | null> {
  const [row] = await ctx.db
    .select(columns)
    .from(chatbots)
    .where(eq(chatbots.tenantId, ctx.tenantId))
    .orderBy(asc(chatbots.createdAt), asc(chatbots.id))
    .limit(1);
  return row ?? null;
}
