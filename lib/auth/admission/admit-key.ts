import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { hashApiKey, isApiKey } from "../api-key/api-key.ts";
import type { ApiScope } from "../schema.ts";
import { keyHolderOf } from "./admission-cache.ts";
import { keyContext } from "./make-contexts.ts";
import { isServiceSecret, serviceKeyHolder } from "./service-key.ts";

function findHolder(key: string) {
  if (isServiceSecret(key)) return serviceKeyHolder();
  return isApiKey(key) ? keyHolderOf(hashApiKey(key)) : null;
}

/**
 * Admits the bearer of an API key.
 * @throws ParleyError unauthorized for an unknown or revoked key, forbidden for one without the scope
 */
export async function admitKey(authorization: string, scope: ApiScope, requestId: string): Promise<Context> {
  const key = /^Bearer (\S+)$/i.exec(authorization.slice(0, 200))?.[1];
  const holder = key ? await findHolder(key) : null;
  if (!holder)
    throw new ParleyError("unauthorized", "This API key is not valid. Check that you copied all of it.");
  if (!holder.scopes.includes(scope))
    throw new ParleyError("forbidden", `This API key does not have the ${scope} scope.`);
  return keyContext(holder, requestId);
}
