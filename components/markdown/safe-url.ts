const allowed = new Set(["http:", "https:", "mailto:"]);

/** The address of a link that may be followed from text nobody vouches for, or null. Relative ones may not. */
export function safeUrl(address: string | undefined): URL | null {
  if (!address) return null;
  try {
    const url = new URL(address);
    return allowed.has(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

/** Where the link really leads, unless its own words say just that. */
export function hiddenDestination(url: URL, text: string): string | null {
  const destination = url.protocol === "mailto:" ? decode(url.pathname) : url.host;
  const words = text.trim();
  if (url.username !== "" || url.password !== "") return destination;
  const spelled = [url.href, `${url.protocol}//${destination}`, destination, `mailto:${destination}`];
  const bare = (value: string) => value.replace(/^https?:\/\//, "").replace(/\/$/, "");
  return spelled.some((value) => bare(value) === bare(words)) ? null : destination;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
