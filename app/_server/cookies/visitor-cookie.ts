import { VISITOR_TOKEN_SECONDS } from "#lib/auth/session/visitor-token.ts";
import type { Id } from "#lib/core/ids.ts";
import { isHttps } from "../routes/is-https.ts";

const NAME = "parley_visitor_";

const nameFor = (tenantId: Id<"ten">, secure: boolean) =>
  `${secure ? "__Host-" : ""}${NAME}${tenantId.slice(4)}`;

/** One cookie a tenant: a person's conversations with two tenants cannot be joined, and two tabs cannot race. */
export function visitorCookie(request: Request, tenantId: Id<"ten">, token: string): string {
  const secure = isHttps(request.headers);
  const flags = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${VISITOR_TOKEN_SECONDS}${secure ? "; Secure" : ""}`;
  return `${nameFor(tenantId, secure)}=${token}; ${flags}`;
}

/** Visitor tokens that a request carries, by cookie name. */
export function visitorTokens(headers: Headers): Map<string, string> {
  const pairs = (headers.get("cookie") ?? "").split(/;\s*/).map((pair) => pair.split("=", 2));
  return new Map(
    pairs.flatMap(([name, value]) =>
      name && value && name.replace("__Host-", "").startsWith(NAME) ? [[name, value] as const] : [],
    ),
  );
}

export function visitorTokenFor(tokens: Map<string, string>, tenantId: Id<"ten">): string | undefined {
  return tokens.get(nameFor(tenantId, true)) ?? tokens.get(nameFor(tenantId, false));
}
