import type { IncomingMessage } from "node:http";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
export const allowedMethods = methods.join(", ");

export type Refusal =
  | { status: 400; code: "invalid"; message: string }
  | { status: 405; code: "not_allowed"; message: string; allow: string };

/**
 * Returns why a request is refused, or null. The framework would answer some of these with a 500.
 */
export function refusalOf({
  method = "",
  url = "",
}: Pick<IncomingMessage, "method" | "url">): Refusal | null {
  if (!methods.includes(method)) return notAllowed(allowedMethods);
  if (isFile(url) && method !== "GET" && method !== "HEAD") return notAllowed("GET, HEAD");
  if (!url.startsWith("/") || url.startsWith("//")) return invalid("The request target must be a path.");
  const [path = ""] = url.split("?", 1);
  if (!isDecodable(path)) return invalid("The path contains characters that can't be decoded.");
  if (/%00/.test(url)) return invalid("The URL contains a zero byte.");
  return null;
}

/** What Next serves or generates from files on disk. */
function isFile(url: string): boolean {
  return url.startsWith("/_next/") || /^\/favicon\.(?:svg|ico)(?:\?|$)/.test(url);
}

function notAllowed(allow: string): Refusal {
  return { status: 405, code: "not_allowed", message: `Use one of these methods: ${allow}.`, allow };
}

function invalid(message: string): Refusal {
  return { status: 400, code: "invalid", message };
}

/** Valid UTF-8 without control characters. */
function isDecodable(path: string): boolean {
  try {
    return !/\p{Cc}/u.test(decodeURIComponent(path));
  } catch {
    return false;
  }
}
