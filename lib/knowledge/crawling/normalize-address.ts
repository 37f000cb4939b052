/** Same limit as a document's path. */
const MAX_LENGTH = 1_000;
/** Parameters that identify a campaign or visitor, not a page. Ambiguous ones such as `sid` stay. */
const TRACKING =
  /^(?:utm_\w+|gclid|gclsrc|dclid|gbraid|wbraid|fbclid|msclkid|yclid|twclid|igshid|mc_[ce]id|_ga|_gl|_hs(?:enc|mi)|phpsessid|jsessionid|aspsessionid\w*)$/i;
const SESSION_IN_PATH = /;jsessionid=[^/?#;]*/gi;

/**
 * Returns one spelling per web address: no fragment, default port, tracking or session parameters; lower-case
 * host; percent-encoding as in RFC 3986, 6.2.2. Parameter order, `www.`, trailing slashes and `index.html`
 * can be significant and stay; such duplicates are found by redirect, canonical link or content.
 * @returns null for an address that is not http(s), contains credentials or is too long
 */
export function normalizeAddress(address: string, base?: string): string | null {
  if (address.length > MAX_LENGTH * 8) return null;
  const url = URL.parse(address.trim(), base);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") return null;
  url.hash = "";
  url.pathname = normalizeEscapes(url.pathname).replace(SESSION_IN_PATH, "");
  url.search = normalizeEscapes(
    url.search
      .slice(1)
      .split("&")
      .filter((pair) => pair !== "" && !TRACKING.test(pair.split("=", 1)[0] ?? ""))
      .join("&"),
  );
  return url.href.length <= MAX_LENGTH ? url.href : null;
}

/** Percent-escapes in upper case, and unreserved characters unescaped. */
export function normalizeEscapes(text: string): string {
  return text.replace(/%[\da-f]{2}/gi, (sequence) => {
    const character = String.fromCharCode(Number.parseInt(sequence.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : sequence.toUpperCase();
  });
}
