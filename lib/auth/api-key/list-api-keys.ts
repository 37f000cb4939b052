import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import * as queries from "../queries/api-keys.ts";

export type ApiKeyView = {
  id: string;
  name: string;
  scopes: string[];
  /** The first and last characters; null for a key from before these were stored. */
  prefix: string | null;
  lastFour: string | null;
  /** The member responsible for it; null for a key of the instance, or from before this was stored. */
  maker: { id: Id<"usr">; name: string } | null;
  /** The name of the only chatbot that it works for; null: all. */
  chatbot: string | null;
  createdAt: string;
  lastUsedAt: string | null;
  expiresAt: string | null;
};

/** Lists the keys that are not revoked, expired ones included, without their text. */
export async function listApiKeys(ctx: Context): Promise<ApiKeyView[]> {
  const rows = await queries.listApiKeys(ctx);
  return rows.map(({ madeBy, maker, ...row }) => ({
    ...row,
    maker: madeBy && maker !== null ? { id: madeBy, name: maker } : null,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  }));
}
