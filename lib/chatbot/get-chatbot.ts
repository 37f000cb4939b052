import { isOpenTo } from "#lib/auth/admission/is-open-to.ts";
import type { Context } from "#lib/context/context.ts";
import { createCache } from "#lib/core/create-cache.ts";
import { notFound } from "#lib/core/errors.ts";
import { type Id, isId } from "#lib/core/ids.ts";
import { singleton } from "#lib/core/singleton.ts";
import type { Chatbot } from "./chatbot.ts";
import { findChatbot, findChatbotByHandle, listChatbotIds } from "./queries/chatbots.ts";

const TTL_MS = 3_000;

const chatbots = () =>
  singleton("chatbots", () =>
    createCache("chatbot", TTL_MS, (_key: string, ctx: Context, id: Id<"bot">) => findChatbot(ctx, id)),
  );

/** Takes effect in this process at once, in others within three seconds. */
export function invalidateChatbot({ tenantId }: Context, chatbotId: Id<"bot">): void {
  chatbots().invalidate(`${tenantId}/${chatbotId}`);
}

/** The same for all chatbots of a tenant, after a change to what they share. */
export async function invalidateChatbots(ctx: Context): Promise<void> {
  for (const id of await listChatbotIds(ctx)) invalidateChatbot(ctx, id);
}

/** Gets a chatbot of this tenant, cached for three seconds. @throws ParleyError not_found */
export async function getChatbot(ctx: Context, chatbotId: Id<"bot">): Promise<Chatbot> {
  const chatbot = await chatbots().get(`${ctx.tenantId}/${chatbotId}`, ctx, chatbotId);
  if (!chatbot) throw notFound("chatbot");
  return chatbot;
}

/** Gets a chatbot of this tenant by handle. @throws ParleyError not_found, also for another tenant's */
export async function getChatbotByHandle(ctx: Context, handle: string): Promise<Chatbot> {
  const chatbot = await findChatbotByHandle(ctx, handle);
  if (!chatbot) throw notFound("chatbot");
  return chatbot;
}

/** Gets a chatbot of this tenant by id or handle. @throws ParleyError not_found, also for another tenant's */
export async function getChatbotByName(ctx: Context, name: string): Promise<Chatbot> {
  return isId("bot", name) ? getChatbot(ctx, name) : getChatbotByHandle(ctx, name);
}

/** Gets this tenant's oldest chatbot that is open to the caller. @throws ParleyError not_found */
export async function getFirstChatbot(ctx: Context): Promise<Chatbot> {
  for (const id of await listChatbotIds(ctx)) if (await isOpenTo(ctx, id)) return getChatbot(ctx, id);
  throw notFound("chatbot");
}
