import { openKey } from "#lib/ai/connections/connected-model.ts";
import { serverReach } from "#lib/ai/connections/server-reach.ts";
import { readServerUrl } from "#lib/ai/connections/server-url.ts";
import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { ConnectionRow } from "../queries/connections.ts";

/**
 * Returns the address and the key to use: a given key, or the stored one. The stored key goes to the origin
 * it was entered for and to no other, or everyone who may change the address could send it to themselves.
 * @param key absent: the stored one; null: none
 * @throws ParleyError `invalid` with the field it is about
 */
export function chooseKey(
  ctx: Context,
  { baseUrl, key }: { baseUrl: string; key?: string | null | undefined },
  stored: ConnectionRow | null,
): { baseUrl: string; key: string | null } {
  const isKept = key === undefined && stored !== null && stored.sealedKey !== null;
  const url = readServerUrl(baseUrl, serverReach(), isKept || Boolean(key));
  if (!isKept) return { baseUrl: url, key: key ?? null };
  if (new URL(url).origin !== new URL(stored.baseUrl).origin)
    throw missing("Enter the API key again: the saved one is only sent to the server it was entered for.");
  const kept = openKey(ctx.tenantId, stored.sealedKey);
  if (kept === null) throw missing("The saved key can no longer be read. Enter it again.");
  return { baseUrl: url, key: kept };
}

function missing(message: string): ParleyError {
  return new ParleyError("invalid", message, [{ path: "key", message }]);
}
