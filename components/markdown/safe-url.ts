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
  const destination = url.protocol === "mailto:" ? mailAddress(url) : url.host;
  const words = text.trim();
  if (url.username !== "" || url.password !== "") return destination;
  const spelled = [
    url.href,
    decode(url.href, decodeURI),
    `${url.protocol}//${destination}`,
    destination,
    `mailto:${destination}`,
  ];
  const bare = (value: string) => value.replace(/^https?:\/\//, "").replace(/\/$/, "");
  return spelled.some((value) => bare(value) === bare(words)) ? null : destination;
}

/** The address with its host in ASCII, as URLs have theirs, and without characters that reorder the text. */
function mailAddress({ pathname }: URL): string {
  const address = decode(pathname, decodeURIComponent).replace(/\p{C}/gu, "");
  return address.replace(/@([^@,\s]+)/g, (whole, host: string) => {
    const web = `https://${host}`;
    return URL.canParse(web) ? `@${new URL(web).host}` : whole;
  });
}

function decode(value: string, decoder: (value: string) => string): string {
  try {
    return decoder(value);
  } catch {
    return value;
  }
}
