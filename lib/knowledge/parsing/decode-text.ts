export type Decoded = { text: string } | { refused: string };

const UTF16_LITTLE = [0xff, 0xfe];
const UTF16_BIG = [0xfe, 0xff];
/** The HTML standard looks for a declared encoding in this many bytes. */
const DECLARATION_BYTES = 1024;

/**
 * Decodes a text file: UTF-8, or UTF-16 with a byte order mark. Other bytes are read as windows-1252 only if
 * an HTML page declares it, or a label that the Encoding standard maps to it.
 */
export function decodeText(bytes: Uint8Array, isHtml: boolean): Decoded {
  if (startsWith(bytes, UTF16_LITTLE))
    return decode(bytes, "utf-16le") ?? { refused: "The file is not valid UTF-16." };
  if (startsWith(bytes, UTF16_BIG))
    return decode(bytes, "utf-16be") ?? { refused: "The file is not valid UTF-16." };
  const text = decode(bytes, "utf-8");
  if (text) return text;
  const declared = isHtml ? declaredEncoding(bytes) : null;
  if (declared === "windows-1252") {
    return decode(bytes, declared) ?? { refused: "The file is not text." };
  }
  const hint = declared && declared !== "utf-8" ? ` (it declares ${declared})` : "";
  return { refused: `The file is not UTF-8 text${hint}. Convert it to UTF-8 and try again.` };
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

/** The canonical name of the declared encoding; "iso-8859-1" and "us-ascii" map to windows-1252. */
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
