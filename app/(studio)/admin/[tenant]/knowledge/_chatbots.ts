import { listChatbots } from "#lib/chatbot/list-chatbots.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, isId } from "#lib/core/ids.ts";

type Named = { id: Id<"bot">; handle: string; name: string };

/** The chatbots of a workspace, and the one with the handle or else the first. */
export async function chooseChatbot(
  ctx: Context,
  handle: string | string[] | undefined,
): Promise<{ chatbots: { handle: string; name: string }[]; chatbot: Named | null }> {
  const all = (await listChatbots(ctx)).flatMap((one) =>
    isId("bot", one.id) ? [{ ...one, id: one.id }] : [],
  );
  const chatbot = all.find((one) => one.handle === handle) ?? all[0] ?? null;
  return { chatbots: all.map(({ handle, name }) => ({ handle, name })), chatbot };
}
