import { env } from "./env.ts";
import { hasOwnServer } from "./server-mode.ts";

/**
 * Where pages open WebSockets: at the URL of the websocket processes, or `same`, where the page came from.
 * Null if the instance has none.
 */
export function socketOrigin(): string | null {
  const { WEBSOCKET_URL, SERVICE_TYPE } = env();
  if (WEBSOCKET_URL) return new URL(WEBSOCKET_URL).origin;
  return hasOwnServer() && SERVICE_TYPE === "monolith" ? "same" : null;
}
