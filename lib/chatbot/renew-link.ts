import { recordAudit } from "#lib/audit/record-audit.ts";
import { invalidateChatbotAccess } from "#lib/auth/admission/admission-cache.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound } from "#lib/core/errors.ts";
import { parseId } from "#lib/core/ids.ts";
import { presentInStudio } from "./get-studio-chatbot.ts";
import { newLinkToken } from "./link-token.ts";
import { updateChatbotRow } from "./queries/chatbots.ts";
import type { StudioChatbot } from "./schema.ts";

/** Creates a new link; the old one stops working. @throws ParleyError not_found */
export async function renewLink(ctx: Context, chatbotId: string): Promise<StudioChatbot> {
  const id = parseId("bot", chatbotId, "chatbot");
  const row = await transaction(ctx, async (tx) => {
    const changed = await updateChatbotRow(tx, id, { linkToken: newLinkToken() });
    if (!changed) throw notFound("chatbot");
    await recordAudit(tx, { action: "chatbot.changed", target: id, details: { fields: ["link"] } });
    return changed;
  });
  invalidateChatbotAccess(ctx.tenantId, id, [row.handle]);
  return presentInStudio(ctx, row);
}
