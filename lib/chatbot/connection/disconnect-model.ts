import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { invalidateChatbots } from "../get-chatbot.ts";
import { deleteConnection } from "../queries/connections.ts";

/** Goes back to the instance's model and deletes the key. Nothing happens without a connection. */
export async function disconnectModel(ctx: Context): Promise<void> {
  await transaction(ctx, async (tx) => {
    const row = await deleteConnection(tx);
    if (!row) return;
    const server = new URL(row.baseUrl).host;
    await recordAudit(tx, { action: "model.disconnected", target: server, details: { name: server } });
  });
  await invalidateChatbots(ctx);
}
