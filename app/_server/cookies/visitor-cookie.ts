import { parseCookie } from "cookie";
import { VISITOR_TOKEN_SECONDS } from "#lib/auth/session/visitor-token.ts";
import type { Id } from "#lib/core/ids.ts";
import { isHttps } from "../http/is-https.ts";
import { hostCookieName, writeHostCookie } from "./host-cookie.ts";

const PREFIX = "parley_visitor_";

const nameEnd = (tenantId: Id<"ten">) => tenantId.slice(4);

/**
 * A `set-cookie` header. One cookie per tenant, so that conversations with two tenants cannot be linked and
 * two tabs cannot overwrite each other's visitor.
 */
export function visitorCookie(request: Request, tenantId: Id<"ten">, token: string): string {
  const secure = isHttps(request.headers);
  return writeHostCookie(`${PREFIX}${nameEnd(tenantId)}`, token, { secure, maxAge: VISITOR_TOKEN_SECONDS });
}

/**
 * Visitor tokens of a request, by the suffix of their cookie's name. Over TLS only those bound to the host.
 */
export function visitorTokens(headers: Headers): Map<string, string> {
  const start = hostCookieName(PREFIX, isHttps(headers));
  return new Map(
    Object.entries(parseCookie(headers.get("cookie") ?? "")).flatMap(([name, value]) =>
      value && name.startsWith(start) ? [[name.slice(start.length), value] as const] : [],
    ),
  );
}

export function visitorTokenFor(tokens: Map<string, string>, tenantId: Id<"ten">): string | undefined {
  return tokens.get(nameEnd(tenantId));
}
