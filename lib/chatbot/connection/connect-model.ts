import { sealKey } from "#lib/ai/connections/connected-model.ts";
import type { ConnectionInput, ModelConnection } from "#lib/ai/connections/schema.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { invalidateChatbots } from "../get-chatbot.ts";
import { type ConnectionRow, lockConnection, putConnection } from "../queries/connections.ts";
import { chooseKey } from "./choose-key.ts";
import { presentConnection } from "./get-connection.ts";

/** Of a key that is long enough not to be given away by them. */
const SHOWN_CHARS = 4;
const MIN_SHOWN_LENGTH = 12;

/**
 * Connects the workspace's chatbots to a model server, or changes the connection. Takes effect in this
 * process at once, in others within three seconds.
 * @throws ParleyError `invalid` for an address or a key that cannot be used
 */
export async function connectModel(ctx: Context, input: ConnectionInput): Promise<ModelConnection> {
  const row = await transaction(ctx, async (tx) => {
    const before = await lockConnection(tx);
    const { baseUrl, key } = chooseKey(tx, input, before);
    const isSameKey = input.key === undefined && before !== null;
    const { preset, model } = input;
    const after = {
      preset,
      baseUrl,
      model,
      sealedKey: isSameKey ? before.sealedKey : key && sealKey(tx.tenantId, key),
      keyEnd: isSameKey ? before.keyEnd : key && endOf(key),
    };
    await putConnection(tx, after);
    await audit(tx, before, after);
    return { tenantId: tx.tenantId, ...after, updatedAt: tx.now() };
  });
  await invalidateChatbots(ctx);
  return presentConnection(row);
}

function endOf(key: string): string {
  return key.length < MIN_SHOWN_LENGTH ? "" : key.slice(-SHOWN_CHARS);
}

/** The host and the model, never the key or a part of it. */
async function audit(
  tx: Context,
  before: ConnectionRow | null,
  after: Omit<ConnectionRow, "tenantId" | "updatedAt">,
): Promise<void> {
  const server = new URL(after.baseUrl).host;
  const details = { name: server, model: after.model };
  if (!before) return recordAudit(tx, { action: "model.connected", target: server, details });
  const fields = [
    ...(before.baseUrl === after.baseUrl ? [] : ["server"]),
    ...(before.sealedKey === after.sealedKey ? [] : ["key"]),
    ...(before.model === after.model ? [] : ["model"]),
  ];
  if (fields.length > 0)
    await recordAudit(tx, { action: "model.changed", target: server, details: { ...details, fields } });
}
