import { recordAudit } from "#lib/audit/record-audit.ts";
import { invalidateChatbotAccess } from "#lib/auth/admission/admission-cache.ts";
import { releaseChatbotAddress } from "#lib/auth/admission/move-chatbot-address.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound } from "#lib/core/errors.ts";
import { parseId } from "#lib/core/ids.ts";
import { deleteOriginalsOfSource } from "#lib/knowledge/ingestion/original-file.ts";
import { listSources } from "#lib/knowledge/sources/list-sources.ts";
import { invalidateChatbot } from "./get-chatbot.ts";
import { deleteChatbotRow, lockChatbot } from "./queries/chatbots.ts";

/**
 * Deletes a chatbot with its knowledge and conversations, and gives up its handle. Running answers end.
 * @throws ParleyError not_found
 */
export async function deleteChatbot(ctx: Context, chatbotId: string): Promise<void> {
  const id = parseId("bot", chatbotId, "chatbot");
  const { handle, sources } = await transaction(ctx, async (tx) => {
    const chatbot = await lockChatbot(tx, id);
    if (!chatbot) throw notFound("chatbot");
    const { handle, name } = chatbot;
    const sources = await listSources(tx, id);
    await deleteChatbotRow(tx, id);
    await releaseChatbotAddress(tx, { chatbotId: id, handle });
    await recordAudit(tx, { action: "chatbot.deleted", target: id, details: { name, handle } });
    return { handle, sources };
  });
  invalidateChatbot(ctx, id);
  invalidateChatbotAccess(ctx.tenantId, id, [handle]);
  for (const source of sources) await deleteOriginalsOfSource(ctx, parseId("src", source.id, "source"));
}
