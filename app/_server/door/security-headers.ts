/** Headers of every response, static files included; pages get a CSP with a nonce from `proxy.ts`. */
export const securityHeaders: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
  "X-Frame-Options": "DENY",
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
};

/** The policy of what is not a page: it loads and runs nothing if a browser opens it. */
export const closedPolicy = "default-src 'none'; frame-ancestors 'none'";
