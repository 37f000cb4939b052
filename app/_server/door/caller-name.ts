import { hash } from "node:crypto";
import type { CallerName } from "#lib/limits/starts/known-tenants.ts";

/** Names a credential by its hash, so that the credential itself is not stored. */
export function credentialName(authorization: string): CallerName {
  return `key/${hash("sha256", authorization, "base64url")}`;
}

/** The chatbot named in a request's URL, as the chat page does. */
export function chatbotName(url: string): CallerName | null {
  const query = url.indexOf("?");
  const handle = query < 0 ? null : new URLSearchParams(url.slice(query)).get("chatbot");
  return handle ? `chatbot/${handle}` : null;
}
