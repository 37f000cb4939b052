import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { type Id, isId } from "#lib/core/ids.ts";
import { findAddress } from "../queries/addresses.ts";
import { addressOf } from "./admission-cache.ts";
import { isOpenTo } from "./is-open-to.ts";

/** Resolves a chatbot's public handle. @throws ParleyError not_found */
export async function chatbotAddress(handle: string): Promise<{ tenantId: Id<"ten">; chatbotId: Id<"bot"> }> {
  const address = await addressOf(handle);
  if (!address || !isId("bot", address.targetId)) throw notFound("chatbot");
  return { tenantId: address.tenantId, chatbotId: address.targetId };
}

/**
 * Resolves a handle for a key of its workspace.
 * @throws ParleyError not_found, also for a chatbot of another tenant or one that the key is not for
 */
export async function chatbotOfKey(ctx: Context, handle: string): Promise<Id<"bot">> {
  const { tenantId, chatbotId } = await chatbotAddress(handle);
  if (tenantId !== ctx.tenantId || !(await isOpenTo(ctx, chatbotId))) throw notFound("chatbot");
  return chatbotId;
}

/** Returns the chatbot on the instance's home page, if any. */
export async function demoChatbotHandle(): Promise<string | null> {
  return (await findAddress("showcase", "home"))?.targetId ?? null;
}
