import { type NextRequest, NextResponse } from "next/server";
import { isLinkKey, rememberLink } from "#app/_server/cookies/link-cookie.ts";

/**
 * Gives each page its Content-Security-Policy with a fresh nonce, and takes the key of a chatbot's link out of the address
 * into a cookie. It admits nobody: every page and route does that for itself.
 */
export function proxy(request: NextRequest): NextResponse {
  const key = request.nextUrl.searchParams.get("key") ?? "";
  if (request.nextUrl.pathname.startsWith("/c/") && isLinkKey(key)) return withoutKey(request, key);
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV !== "production");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

function withoutKey(request: NextRequest, key: string): NextResponse {
  const address = request.nextUrl.clone();
  address.searchParams.delete("key");
  const response = NextResponse.redirect(address, 307);
  response.headers.set("set-cookie", rememberLink(request.headers, key));
  response.headers.set("cache-control", "no-store");
  response.headers.set("content-security-policy", "default-src 'none'");
  return response;
}

function contentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  const scripts = isDevelopment ? " 'unsafe-eval'" : "";
  const sockets = isDevelopment ? " ws:" : "";
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

/** Everything but the API, which sets its own, and files that no browser runs as a page. */
export const config = { matcher: ["/((?!api/|chat-direct/?$|_next/static|_next/image|favicon).*)"] };
