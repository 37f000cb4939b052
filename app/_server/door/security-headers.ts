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

/** The policy for responses that are not pages: opened in a browser, they load and run nothing. */
export const closedPolicy = "default-src 'none'; frame-ancestors 'none'";
