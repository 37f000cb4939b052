import { type NextRequest, NextResponse } from "next/server";
import { isLinkKey, rememberLink } from "#app/_server/cookies/link-cookie.ts";
import { closedPolicy } from "#app/_server/door/security-headers.ts";
import { isHttps } from "#app/_server/http/is-https.ts";
import { REQUEST_ID_HEADER, requestIdOf } from "#app/_server/http/request-id.ts";
import { socketOrigin } from "#lib/core/socket-origin.ts";

/**
 * Gives each page a request id and a Content-Security-Policy with a fresh nonce, and moves the key of a
 * chatbot link from the URL into a cookie. It admits no one: every page and route does that itself.
 */
export function proxy(request: NextRequest): NextResponse {
  const requestId = requestIdOf(request.headers);
  if (!readingMethods.includes(request.method)) return wrongMethod(request.method, requestId);
  // Next renders its error page at its own path.
  if (request.nextUrl.pathname === "/_global-error")
    return NextResponse.rewrite(new URL("/_not-found", request.url));
  const key = request.nextUrl.searchParams.get("key") ?? "";
  if (request.nextUrl.pathname.startsWith("/c/") && isLinkKey(key))
    return withoutKey(request, key, requestId);
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentSecurityPolicy(nonce, socketSource(request.headers));
  const headers = new Headers(request.headers);
  headers.set(REQUEST_ID_HEADER, requestId);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set(REQUEST_ID_HEADER, requestId);
  return response;
}

const isDevelopment = process.env.NODE_ENV !== "production";
const readingMethods = ["GET", "HEAD"];

/** Next would render a page for any method. */
function wrongMethod(method: string, requestId: string): NextResponse {
  const headers = {
    allow: `${readingMethods.join(", ")}, OPTIONS`,
    "cache-control": "no-store",
    "content-security-policy": closedPolicy,
    [REQUEST_ID_HEADER]: requestId,
  };
  if (method === "OPTIONS") return new NextResponse(null, { status: 204, headers });
  const message = "Pages support only GET and HEAD.";
  return NextResponse.json({ error: { code: "not_allowed", message, requestId } }, { status: 405, headers });
}

function withoutKey(request: NextRequest, key: string, requestId: string): NextResponse {
  const address = request.nextUrl.clone();
  address.searchParams.delete("key");
  const response = NextResponse.redirect(address, 307);
  response.headers.set("set-cookie", rememberLink(request.headers, key));
  response.headers.set("cache-control", "no-store");
  response.headers.set("content-security-policy", closedPolicy);
  response.headers.set(REQUEST_ID_HEADER, requestId);
  return response;
}

/** Where pages may open sockets. Not all browsers count those of the page's own host as 'self'. */
function socketSource(headers: Headers): string {
  if (isDevelopment) return " ws:";
  const origin = socketOrigin();
  if (origin !== "same") return origin ? ` ${origin}` : "";
  const host = headers.get("host") ?? "";
  return /^[\w.:[\]-]+$/.test(host) ? ` ${isHttps(headers) ? "wss" : "ws"}://${host}` : "";
}

function contentSecurityPolicy(nonce: string, sockets: string): string {
  const scripts = isDevelopment ? " 'unsafe-eval'" : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${scripts}`,
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${sockets}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Everything except the API, which sets its own headers, and files that no browser opens as a page. */
export const config = {
  matcher: [
    "/((?!api/|commands/(?:register-team|submit-update|update-team|archive-team)/?$|chat-direct/?$|_next/static/|_next/image/?$|favicon\\.svg$).*)",
  ],
};
