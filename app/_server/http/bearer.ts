import { createHash, timingSafeEqual } from "node:crypto";
import type { Bearer } from "#lib/auth/admission/admit-to-chatbot.ts";
import { chatbotLinks } from "../cookies/link-cookie.ts";
import { accountCookie } from "../cookies/session-cookies.ts";
import { visitorTokenFor, visitorTokens } from "../cookies/visitor-cookie.ts";

/** The credentials of a browser that opens a chatbot. */
export function bearerOf(headers: Headers): Bearer {
  const tokens = visitorTokens(headers);
  return {
    session: accountCookie(headers, "session"),
    visitors: [...tokens.values()],
    visitorOf: (tenantId) => visitorTokenFor(tokens, tenantId),
    links: chatbotLinks(headers),
  };
}

/** Whether an `Authorization` header carries the secret. False if the secret is not set. */
export function isBearerOf(authorization: string | null | undefined, secret: string | undefined): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return Boolean(secret) && timingSafeEqual(digest(authorization ?? ""), digest(`Bearer ${secret}`));
}
