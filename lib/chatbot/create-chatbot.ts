import { transaction } from "#db/client.ts";
import { claimAddress } from "#lib/auth/claim-address.ts";
import type { Context } from "#lib/core/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { type Chatbot, insertChatbot } from "./queries.ts";
import { chatbotConfig, handle } from "./schema.ts";

/**
 * Makes a chatbot and takes its public handle.
 * @throws ParleyError conflict when the handle is taken in this instance.
 */
export async function createChatbot(
  ctx: Context,
  input: { handle: string; name: string; config: unknown },
): Promise<Chatbot> {
  const chatbot = {
    id: newId("bot"),
    handle: handle.parse(input.handle),
    name: input.name,
    config: chatbotConfig.parse(input.config),
  };
  await transaction(ctx, async (tx) => {
    await insertChatbot(tx, chatbot);
    if (!(await claimAddress(tx, { kind: "chatbot", value: chatbot.handle, targetId: chatbot.id }))) {
      throw new ParleyError("conflict", `The handle ${chatbot.handle} is taken.`);
    }
  });
  return chatbot;
}
