import chardet from "chardet";
import { guessMultibyte } from "./guess-multibyte.ts";

/** The start of a file is enough; more only takes time. */
const SAMPLE_BYTES = 200_000;
/** In East Asian text, bytes above ASCII stand together; in Western text, alone among letters. */
const MIN_ADJACENT_SHARE = 0.35;
const MIN_ZERO_SHARE = 0.2;
const LATIN = ["windows-1252", "windows-1250", "windows-1254", "windows-1257", "iso-8859-2"];
const ODD_SHARE_WEIGHT = 150;
/** A letter, then a sign that no word contains, then a letter. */
const ODD =
  /(?<=\p{L})[\p{Sc}\p{Sk}\p{So}\p{No}¡¿§¶«»±](?=\p{L})|(?<=\p{Ll})[À-ÞŠŽŒ](?=\p{Ll})|[\u0080-\u009f]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: text has none of them
const CONTROLS = /[\0-\x08\x0e-\x1a\x1c-\x1f]/g;
const MAX_CONTROL_SHARE = 0.02;

/** Guesses the encoding of text that is not UTF-8; null if it does not look like text. */
export function guessEncoding(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const wide = guessWide(sample);
  if (wide) return wide;
  const ascii = Buffer.from(sample).toString("latin1");
  if ((ascii.match(CONTROLS)?.length ?? 0) > ascii.length * MAX_CONTROL_SHARE) return null;
  const isWestern = adjacentShare(sample) < MIN_ADJACENT_SHARE;
  return (isWestern ? null : guessMultibyte(sample)) ?? guessSingleByte(sample, isWestern);
}

/** UTF-16 without a mark: in most scripts, every second byte is often zero. */
function guessWide(sample: Uint8Array): string | null {
  const zeros = [0, 0];
  sample.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (Math.max(even, odd) < MIN_ZERO_SHARE * (sample.length / 2)) return null;
  return even > odd ? "utf-16be" : "utf-16le";
}

function adjacentShare(sample: Uint8Array): number {
  let [high, adjacent] = [0, 0];
  sample.forEach((byte, at) => {
    if (byte < 0x80) return;
    high += 1;
    if ((sample[at - 1] ?? 0) >= 0x80 || (sample[at + 1] ?? 0) >= 0x80) adjacent += 1;
  });
  return adjacent / Math.max(high, 1);
}

/** The detector's confidence (letter sequences by language), less what the decoded text cannot be. */
function guessSingleByte(sample: Uint8Array, isWestern: boolean): string {
  const found = new Map(LATIN.map((name, at) => [name, -at] as const));
  for (const { name, confidence } of chardet.analyse(sample)) {
    const encoding = supersetOf(name);
    const isSuitable = encoding && (LATIN.includes(encoding) || !isWestern);
    if (isSuitable) found.set(encoding, Math.max(found.get(encoding) ?? 0, confidence));
  }
  // The detector cannot tell these two apart; the signs inside words can.
  found.set("windows-1250", Math.max(found.get("windows-1250") ?? 0, found.get("iso-8859-2") ?? 0));
  const scored = [...found].map(([encoding, confidence]) => {
    const text = new TextDecoder(encoding).decode(sample);
    const foreign = text.match(/[\u0080-\uffff]/g)?.length ?? 1;
    const odd = text.match(ODD)?.length ?? 0;
    return { encoding, score: confidence - (ODD_SHARE_WEIGHT * odd) / foreign };
  });
  const best = scored.sort((a, b) => b.score - a.score)[0]?.encoding ?? "windows-1252";
  return best === "windows-1252" && hasLatin9Euro(sample) ? "iso-8859-15" : best;
}

/** Nobody writes the general currency sign, which stands where ISO-8859-15 has the euro. */
const hasLatin9Euro = (sample: Uint8Array) =>
  sample.includes(0xa4) && !sample.some((byte) => byte >= 0x80 && byte <= 0x9f);

/** Windows code pages extend the ISO ones, except for Central European. */
function supersetOf(name: string): string | null {
  const windows: Record<string, string> = {
    "ISO-8859-5": "iso-8859-5",
    "ISO-8859-6": "windows-1256",
    "ISO-8859-7": "windows-1253",
    "ISO-8859-8": "windows-1255",
  };
  try {
    const { encoding } = new TextDecoder(windows[name] ?? name);
    return /^(?:windows|iso-8859|koi8)/.test(encoding) ? encoding : null;
  } catch {
    return null;
  }
}
