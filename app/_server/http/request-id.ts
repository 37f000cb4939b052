import { newRequestId } from "#lib/core/ids.ts";
import { hasOwnServer } from "#lib/core/server-mode.ts";

export const REQUEST_ID_HEADER = "x-request-id";

/**
 * The id that our own server gave this request, else a new one. Under another host the header comes from the
 * client and is ignored.
 */
export function requestIdOf(headers: Headers): string {
  return (hasOwnServer() && headers.get(REQUEST_ID_HEADER)) || newRequestId();
}
