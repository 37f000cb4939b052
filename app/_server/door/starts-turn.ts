import type { IncomingMessage } from "node:http";
import { prefersAsync } from "../http/prefer-header.ts";

const PATHS = new Set(["/api/chat", "/api/jobs", "/api/chat-direct", "/chat-direct"]);

/** Whether a request may start a turn. */
export function startsTurn({ method, url = "" }: { method?: string; url?: string }): boolean {
  if (method !== "POST") return false;
  const query = url.indexOf("?");
  const path = query < 0 ? url : url.slice(0, query);
  return PATHS.has(path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path);
}

/** Whether its errors have the shape of `/chat-direct`. */
export const isChatDirect = (url = ""): boolean => /^(?:\/api)?\/chat-direct\/?(?:\?|$)/.test(url);

/** Whether its answer is read later, so that the turn may wait for a worker much longer. */
export function isReadLater({ url = "", headers }: IncomingMessage): boolean {
  return (
    url.startsWith("/api/jobs") ||
    prefersAsync({ headers: new Headers({ prefer: String(headers.prefer ?? "") }) })
  );
}
