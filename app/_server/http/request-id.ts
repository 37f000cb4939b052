import { newRequestId } from "#lib/core/ids.ts";
import { hasDoor } from "#lib/core/server-mode.ts";

export const REQUEST_ID_HEADER = "x-request-id";

/**
 * The id that the door gave this request, else a new one. On hosts that hide their HTTP server, the header
 * comes from the client and is ignored.
 */
export function requestIdOf(headers: Headers): string {
  return (hasDoor() && headers.get(REQUEST_ID_HEADER)) || newRequestId();
}
