import type { Context } from "#lib/context/context.ts";
import * as queries from "../queries/addresses.ts";

export type ApiKeyView = {
  id: string;
  name: string;
  scopes: string[];
  createdAt: string;
  lastUsedAt: string | null;
};

/** Lists the active keys without their text. */
export async function listApiKeys(ctx: Context): Promise<ApiKeyView[]> {
  const rows = await queries.listApiKeys(ctx);
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }));
}
