import { guessEncoding } from "./guess-encoding.ts";

export type Decoded = { text: string } | { refused: string };

/** The HTML standard looks for a declared encoding in this many bytes. */
const DECLARATION_BYTES = 1_024;
/** Fewer unreadable characters than this share are damage, not another encoding. */
const MAX_DAMAGED_SHARE = 0.01;
/** Escape sequences of ISO-2022-JP, whose bytes are all ASCII (RFC 1468). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they begin with the escape character
const SHIFTED_JAPANESE = /\x1b(?:\$[@B]|\([BJ])/;

/**
 * Decodes text. A byte order mark decides, then valid UTF-8, then the encoding that the server (`declared`)
 * or an HTML page declares, then a guess.
 */
export function decodeText(bytes: Uint8Array, isHtml: boolean, declared?: string): Decoded {
  const marked = encodingOfMark(bytes);
  if (marked) return decode(bytes, marked) ?? { refused: "The file is not valid UTF-16." };
  const utf8 = decode(bytes, "utf-8");
  if (utf8 && SHIFTED_JAPANESE.test(utf8.text)) return decode(bytes, "iso-2022-jp") ?? utf8;
  if (utf8 && !utf8.text.includes("\0")) return utf8;
  for (const label of [declared, isHtml ? declaredEncoding(bytes) : undefined]) {
    const encoding = label && nameOf(label);
    const text = encoding && encoding !== "utf-8" && decodeLeniently(bytes, encoding);
    if (text) return text;
  }
  const damaged = utf8 ?? decodeLeniently(bytes, "utf-8");
  if (damaged && !damaged.text.includes("\0")) return damaged;
  const guessed = guessEncoding(bytes);
  return (
    (guessed && decode(bytes, guessed)) || utf8 || { refused: "The file is not text in a known encoding." }
  );
}

/** UTF-8's mark needs no answer: it is valid UTF-8 and the decoder removes it. */
function encodingOfMark([first, second]: Uint8Array): string | null {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : null;
}

function decode(bytes: Uint8Array, encoding: string): { text: string } | null {
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    return null;
  }
}

function decodeLeniently(bytes: Uint8Array, encoding: string): { text: string } | null {
  const text = new TextDecoder(encoding).decode(bytes);
  const damaged = text.split("\ufffd").length - 1;
  const foreign = text.match(/[\u0080-\uffff]/g)?.length ?? 0;
  return damaged <= Math.max(foreign, 1) * MAX_DAMAGED_SHARE ? { text } : null;
}

/** The name of the Encoding standard: "gb2312" is "gbk", "iso-8859-1" is "windows-1252". */
function nameOf(label: string): string | null {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder("windows-1252").decode(bytes.subarray(0, DECLARATION_BYTES));
  return (
    /<meta[^>]*\bcharset\s*=\s*["']?\s*([\w:.-]+)/i.exec(head)?.[1] ??
    /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w:.-]+)/i.exec(head)?.[1]
  );
}
