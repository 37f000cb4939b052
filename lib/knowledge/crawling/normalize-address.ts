/** Longest address of a document. */
const MAX_LENGTH = 1_000;
/** Say where a visitor came from or who he is, never which page it is. `sid` and the like may be either: they stay. */
const TRACKING =
  /^(?:utm_\w+|gclid|gclsrc|dclid|gbraid|wbraid|fbclid|msclkid|yclid|twclid|igshid|mc_[ce]id|_ga|_gl|_hs(?:enc|mi)|phpsessid|jsessionid|aspsessionid\w*)$/i;
const SESSION_IN_PATH = /;jsessionid=[^/?#;]*/gi;

/**
 * One spelling of a web address, so that a page is met once: no fragment, no default port, the host in lower case (all by
 * the URL Standard), percent-encoding as in RFC 3986, 6.2.2, and no tracking or session parameters. The order of
 * parameters, `www.`, a trailing slash and `index.html` may each mean another page and stay as they are; pages that turn out
 * to be the same are told by redirect, canonical link or content.
 * @returns null for what is no web address, names a user, or is longer than a document's address may be
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

/** Escapes in capitals, and none where the character may stand for itself. */
export function normalizeEscapes(text: string): string {
  return text.replace(/%[\da-f]{2}/gi, (sequence) => {
    const character = String.fromCharCode(Number.parseInt(sequence.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : sequence.toUpperCase();
  });
}
