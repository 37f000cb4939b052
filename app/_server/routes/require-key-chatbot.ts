import { chatbotOfKey } from "#lib/auth/admission/chatbot-address.ts";
import { isOpenTo } from "#lib/auth/admission/is-open-to.ts";
import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { findChatbotOf } from "#lib/knowledge/sources/find-chatbot-of.ts";
import type { RouteInput } from "./route-handler.ts";

/**
 * Restricts a key for one chatbot to that chatbot, named by a source or ingestion in the path or a handle in
 * the body or query. Other keys and members pass.
 * @throws ParleyError not_found for another chatbot, forbidden for a request about the whole workspace
 */
export async function requireKeyChatbot(
  ctx: Context,
  { params, query, body }: RouteInput<unknown>,
): Promise<void> {
  if (ctx.actor.kind !== "apiKey" || !ctx.actor.chatbotId) return;
  if (params.id !== undefined) {
    const chatbotId = await findChatbotOf(ctx, params.id);
    const isOpen = chatbotId !== null && (await isOpenTo(ctx, chatbotId));
    if (!isOpen) throw notFound(params.id.startsWith("ing_") ? "ingestion" : "source");
    return;
  }
  const named = (body as { chatbot?: unknown } | undefined)?.chatbot ?? query.get("chatbot");
  if (typeof named !== "string")
    throw new ParleyError("forbidden", "This API key is for one chatbot, not for the whole workspace.");
  await chatbotOfKey(ctx, named);
}
