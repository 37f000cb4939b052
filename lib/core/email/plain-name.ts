const MAX_LENGTH = 60;
/** Controls, text direction marks, zero-width characters, private use and lone surrogates. */
const INVISIBLE = /\p{C}|\p{Default_Ignorable_Code_Point}/gu;
/** What mail programs turn into links: `name.example`, `x@y`, `scheme:path`, slashes. */
const DOTS_IN_WORDS = /(?<=\S)[.。․‧·܂۔]+(?=\S)/gu;
const SEPARATORS = /[@\\/﹫]+|:(?=\S)/gu;

/**
 * Returns a name for an email as plain text: without invisible characters, line breaks, addresses or links,
 * because mail programs make links of what only looks like one.
 */
export function plainName(name: string): string {
  const text = name
    .normalize("NFKC")
    .replace(INVISIBLE, (char) => (/\s/u.test(char) ? " " : ""))
    .replace(SEPARATORS, " ")
    .replace(DOTS_IN_WORDS, " ")
    .replace(/[<>"]/g, " ")
    .replace(/\s+/gu, " ")
    .trim();
  return Array.from(text).slice(0, MAX_LENGTH).join("").trim();
}
