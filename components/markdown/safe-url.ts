const allowed = new Set(["http:", "https:", "mailto:"]);

/**
 * Returns the URL of a link in untrusted text, or null if it must not be followed, such as a relative one.
 */
export function safeUrl(address: string | undefined): URL | null {
  if (!address) return null;
  try {
    const url = new URL(address);
    return allowed.has(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

/** Returns the destination of a link, or null when its text already shows it. */
export function hiddenDestination(url: URL, text: string): string | null {
  const destination = url.protocol === "mailto:" ? decode(url.pathname) : url.host;
  const words = text.trim();
  if (url.username !== "" || url.password !== "") return destination;
  const spelled = [
    url.href,
    decode(url.href),
    `${url.protocol}//${destination}`,
    destination,
    `mailto:${destination}`,
  ];
  const bare = (value: string) => value.replace(/^https?:\/\//, "").replace(/\/$/, "");
  return spelled.some((value) => bare(value) === bare(words)) ? null : destination;
}

function decode(value: string): string {
  try {
    return decodeURI(value);
  } catch {
    return value;
  }
}
