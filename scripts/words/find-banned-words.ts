/** See docs/glossary.md, "Words we do not use". */
export const BANNED_WORDS = [
  "whoever",
  "whomever",
  "thereof",
  "therein",
  "anew",
  "told",
  "let go",
  "looked at",
  "goes by",
  "as it stands",
  "in hand",
  "called off",
  "so many",
  "gives back",
] as const;

const MAX_COMMENT_COLUMNS = 110;
const banned = new RegExp(`\\b(?:${BANNED_WORDS.join("|").replaceAll(" ", "\\s+")})\\b`, "gi");
const comment: Record<string, RegExp> = {
  ts: /^\s*(?:\/\/|\/?\*)/,
  tsx: /^\s*(?:\/\/|\{?\/?\*)/,
  mjs: /^\s*(?:\/\/|\/?\*)/,
  css: /^\s*\/?\*/,
  sql: /^\s*--/,
};

export type WordFinding = { file: string; line: number; what: string };

/** Banned words in a file, and comment lines that are too long, unless a URL makes them so. */
export function findBannedWords(file: string, source: string): WordFinding[] {
  const isComment = comment[file.split(".").at(-1) ?? ""];
  return readableLines(file, source).flatMap(({ line, text }) => {
    const words = [...text.matchAll(banned)].map(([word]) => `"${word}"`);
    const isTooLong = text.length > MAX_COMMENT_COLUMNS && isComment?.test(text) && !text.includes("://");
    const found = isTooLong ? [...words, `comment of ${text.length} columns`] : words;
    return found.map((what) => ({ file, line, what }));
  });
}

/** The keys of message files are identifiers: only the texts count. */
function readableLines(file: string, source: string): { line: number; text: string }[] {
  const lines = source.split("\n").map((text, index) => ({ line: index + 1, text }));
  if (!file.endsWith(".json")) return lines;
  return lines.map(({ line, text }) => ({ line, text: text.replace(/^\s*"[^"]*":\s*/, "") }));
}

const READ =
  /\.(?:ts|tsx|mjs|css|md)$|^i18n\/.*\.json$|^db\/functions\/.*\.sql$|^\.env\.example$|^README\.md$|^package\.json$/;
/** The list itself, English verb forms, data, demo documents, and migrations, which never change. */
const IGNORED =
  /^(?:docs\/glossary\.md|scripts\/words\/|lib\/ai\/builtin\/english\.ts$|db\/demo\/|bench\/(?:golden|corpus)\/|drizzle\/|public\/)/;

export const isChecked = (file: string): boolean => READ.test(file) && !IGNORED.test(file);
