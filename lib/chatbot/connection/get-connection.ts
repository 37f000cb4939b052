import { openKey } from "#lib/ai/connections/connected-model.ts";
import type { ConnectionPreset, ModelConnection } from "#lib/ai/connections/schema.ts";
import type { Context } from "#lib/context/context.ts";
import { type ConnectionRow, findConnection } from "../queries/connections.ts";

/** The workspace's connection without its key; null where it uses the instance's model. */
export async function getConnection(ctx: Context): Promise<ModelConnection | null> {
  const row = await findConnection(ctx);
  return row && presentConnection(row);
}

export function presentConnection(row: ConnectionRow): ModelConnection {
  const { tenantId, preset, baseUrl, model, keyEnd, sealedKey, updatedAt } = row;
  return {
    preset: preset as ConnectionPreset,
    baseUrl,
    model,
    keyEnd,
    isKeyLost: sealedKey !== null && openKey(tenantId, sealedKey) === null,
    updatedAt: updatedAt.toISOString(),
  };
}
