import type { IncomingHttpHeaders } from "node:http";

/** Internal headers of Next and its hosts. */
const internal = /^(?:x-middleware-|x-invoke-|x-matched-path$|x-nextjs-|x-now-route-matches$|x-nonce$)/;
/** Next answers an unmet condition with a 500; static files are small and named by their hash anyway. */
const conditions = ["range", "if-range", "if-match", "if-unmodified-since"];

/** Removes headers that no client has a reason to send, and cookies that cannot be decoded. */
export function cleanHeaders(headers: IncomingHttpHeaders): void {
  for (const name of Object.keys(headers))
    if (internal.test(name) || conditions.includes(name)) delete headers[name];
  if (headers.cookie === undefined) return;
  const cookies = headers.cookie.split(";").filter(isDecodable);
  if (cookies.length > 0) headers.cookie = cookies.join(";");
  else delete headers.cookie;
}

function isDecodable(cookie: string): boolean {
  try {
    return !/\p{Cc}/u.test(decodeURIComponent(cookie));
  } catch {
    return false;
  }
}
