import { allows } from "#lib/access/permissions.ts";
import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { parseId } from "#lib/core/ids.ts";
import type { WholeChatbot } from "./chatbot.ts";
import { findWholeChatbot } from "./queries/chatbots.ts";
import { chatbotConfig, type StudioChatbot } from "./schema.ts";

/** Gets a chatbot for Studio. @throws ParleyError not_found */
export async function getStudioChatbot(ctx: Context, chatbotId: string): Promise<StudioChatbot> {
  const row = await findWholeChatbot(ctx, parseId("bot", chatbotId, "chatbot"));
  if (!row) throw notFound("chatbot");
  return presentInStudio(ctx, row);
}

export function presentInStudio({ actor }: Context, row: WholeChatbot): StudioChatbot {
  const { id, handle, name, visibility, linkToken, config, updatedAt } = row;
  const mayChange = actor.kind === "user" && allows(actor.role, "chatbots:write");
  return {
    id,
    handle,
    name,
    visibility,
    linkToken: mayChange ? linkToken : null,
    config: chatbotConfig.parse(config),
    version: updatedAt.toISOString(),
  };
}
