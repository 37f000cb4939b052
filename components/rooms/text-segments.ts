export type TextSegment =
  | { kind: "text"; text: string }
  | { kind: "mention"; text: string; name: string }
  | { kind: "link"; text: string; href: string };

const PUNCTUATION = ".,;:!?'’”*";
const linkPattern = /https?:\/\/[^\s<>"]+/gi;

/** Splits a message of a person into text, mentions of the given names, and links. */
export function textSegments(text: string, names: readonly string[]): TextSegment[] {
  const segments: TextSegment[] = [];
  let end = 0;
  for (const match of text.matchAll(linkPattern)) {
    const address = trimEnd(match[0]);
    const href = webAddress(address);
    if (!href) continue;
    segments.push(...mentionSegments(text.slice(end, match.index), names));
    segments.push({ kind: "link", text: address, href });
    end = match.index + address.length;
  }
  return [...segments, ...mentionSegments(text.slice(end), names)];
}

/** Punctuation at the end belongs to the sentence, as do brackets if the address opens none. */
function trimEnd(address: string): string {
  const punctuation = address.includes("(") ? PUNCTUATION : `${PUNCTUATION})`;
  let end = address.length;
  while (end > 0 && punctuation.includes(address.charAt(end - 1))) end -= 1;
  return address.slice(0, end);
}

function webAddress(text: string): string | null {
  try {
    const { href, protocol, username, password } = new URL(text);
    return /^https?:$/.test(protocol) && !username && !password ? href : null;
  } catch {
    return null;
  }
}

function mentionSegments(text: string, names: readonly string[]): TextSegment[] {
  if (text === "") return [];
  const pattern = mentionPattern(names);
  if (!pattern) return [{ kind: "text", text }];
  const segments: TextSegment[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) segments.push({ kind: "text", text: text.slice(end, match.index) });
    segments.push({ kind: "mention", text: match[0], name: match[0].slice(1) });
    end = match.index + match[0].length;
  }
  if (end < text.length) segments.push({ kind: "text", text: text.slice(end) });
  return segments;
}

/** Longer names first, so that "@Mara Lind" is not read as "@Mara". */
function mentionPattern(names: readonly string[]): RegExp | null {
  const known = names.filter((name) => name !== "").toSorted((one, other) => other.length - one.length);
  if (known.length === 0) return null;
  return new RegExp(`(?<![\\p{L}\\p{N}])@(?:${known.map(escapePattern).join("|")})(?![\\p{L}\\p{N}])`, "giu");
}

const escapePattern = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
