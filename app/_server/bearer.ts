import type { Bearer } from "#lib/auth/admission.ts";
import { accountCookie } from "./account-cookies.ts";
import { chatbotLinks } from "./link-cookie.ts";
import { visitorTokenFor, visitorTokens } from "./visitor-cookie.ts";

/** What a browser brings to a chatbot's door. */
export function bearerOf(headers: Headers): Bearer {
  const tokens = visitorTokens(headers);
  return {
    session: accountCookie(headers, "session"),
    visitors: [...tokens.values()],
    visitorOf: (tenantId) => visitorTokenFor(tokens, tenantId),
    links: chatbotLinks(headers),
  };
}
