export type Decoded = { text: string } | { refused: string };

const UTF16_LITTLE = [0xff, 0xfe];
const UTF16_BIG = [0xfe, 0xff];
/** How far the HTML standard looks for a declared encoding. */
const DECLARATION_BYTES = 1024;

/**
 * The text of a file: UTF-8, or UTF-16 where it begins with a byte order mark. What is not UTF-8 is read as
 * windows-1252 only where an HTML page declares that, or one of the labels the Encoding standard takes for it.
 */
export function decodeText(bytes: Uint8Array, isHtml: boolean): Decoded {
  if (startsWith(bytes, UTF16_LITTLE))
    return decode(bytes, "utf-16le") ?? { refused: "It is not valid UTF-16." };
  if (startsWith(bytes, UTF16_BIG))
    return decode(bytes, "utf-16be") ?? { refused: "It is not valid UTF-16." };
  const text = decode(bytes, "utf-8");
  if (text) return text;
  const declared = isHtml ? declaredEncoding(bytes) : null;
  if (declared === "windows-1252") {
    return decode(bytes, declared) ?? { refused: "It is not text." };
  }
  const hint = declared && declared !== "utf-8" ? ` (it declares ${declared})` : "";
  return { refused: `It is not UTF-8 text${hint}. Convert it to UTF-8 and try again.` };
}

function startsWith(bytes: Uint8Array, mark: number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

function decode(bytes: Uint8Array, encoding: string): { text: string } | null {
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    return null;
  }
}

/** The encoding's name in the Encoding standard, for which "iso-8859-1" and "us-ascii" are windows-1252 too. */
function declaredEncoding(bytes: Uint8Array): string | null {
  const head = new TextDecoder("windows-1252").decode(bytes.subarray(0, DECLARATION_BYTES));
  const label =
    /<meta[^>]*\bcharset\s*=\s*["']?\s*([\w:.-]+)/i.exec(head)?.[1] ??
    /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w:.-]+)/i.exec(head)?.[1];
  if (!label) return null;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return label.toLowerCase();
  }
}
