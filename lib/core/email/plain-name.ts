const MAX_LENGTH = 60;
/** Controls, text direction marks, zero-width characters, private use and lone surrogates. */
const INVISIBLE = /\p{C}|\p{Default_Ignorable_Code_Point}/gu;
/** Wide and small forms of ASCII, which mail programs read as ASCII. */
const COMPATIBLE = /[\u2024-\u2026\uFE50-\uFE6B\uFF01-\uFF5E\uFF61]/g;
/** Text that mail programs turn into links: `name.example`, `x@y`, `scheme:path`, slashes. */
const DOTS_IN_WORDS = /(?<=\S)[.。]+(?=\S)/gu;
const SEPARATORS = /[@\\/]+|:(?=\S)/gu;

/**
 * Returns a name for an email as plain text: without invisible characters, line breaks, addresses or links,
 * because mail programs turn anything that looks like an address into a link.
 */
export function plainName(name: string): string {
  const text = name
    .normalize("NFC")
    .replace(COMPATIBLE, (char) => char.normalize("NFKC"))
    .replace(INVISIBLE, (char) => (/\s/u.test(char) ? " " : ""))
    .replace(SEPARATORS, " ")
    .replace(DOTS_IN_WORDS, " ")
    .replace(/[<>"]/g, " ")
    .replace(/\s+/gu, " ")
    .trim();
  return Array.from(text).slice(0, MAX_LENGTH).join("").trim();
}
