import { hash } from "node:crypto";
import type { CallerName } from "#lib/limits/starts/known-tenants.ts";

/** A name for the bearer of an `Authorization` header or cookies, under which nothing of them is stored. */
export function credentialName(authorization: string): CallerName {
  return `key/${hash("sha256", authorization, "base64url")}`;
}

/** The chatbot that a request's URL names, as the chat page does. */
export function chatbotName(url: string): CallerName | null {
  const query = url.indexOf("?");
  const handle = query < 0 ? null : new URLSearchParams(url.slice(query)).get("chatbot");
  return handle ? `chatbot/${handle}` : null;
}
