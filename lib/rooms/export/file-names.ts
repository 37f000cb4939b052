const MAX_CHARS = 100;
/** Device names, which Windows opens whatever their ending. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** A name that any system can unpack, without a path. */
export function safeFileName(name: string): string {
  const clean = name
    .normalize("NFC")
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .replace(/[<>:"/\\|?*]/g, "_")
    .replace(/\s+/g, " ")
    .replace(/^[ .]+|[ .]+$/g, "")
    .replace(RESERVED, "_$&");
  const ending = /\.\w{1,10}$/.exec(clean)?.[0] ?? "";
  const stem = clean.slice(0, clean.length - ending.length);
  return `${
    stem
      .slice(0, MAX_CHARS - ending.length)
      .toWellFormed()
      .trimEnd() || "file"
  }${ending}`;
}

/** Gives each name once, also for systems that ignore case: "photo.jpg", "photo (2).jpg". */
export class FileNames {
  readonly #taken = new Set<string>();

  take(name: string): string {
    const safe = safeFileName(name);
    const at = safe.lastIndexOf(".");
    const [stem, ending] = at > 0 ? [safe.slice(0, at), safe.slice(at)] : [safe, ""];
    let unique = safe;
    for (let number = 2; this.#taken.has(unique.toLowerCase()); number += 1)
      unique = `${stem} (${number})${ending}`;
    this.#taken.add(unique.toLowerCase());
    return unique;
  }
}
