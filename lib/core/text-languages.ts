/**
 * The text search configurations of Postgres 14 and later, which define how words of a chatbot's texts are
 * stemmed.
 */
export const textLanguages = [
  "simple",
  "arabic",
  "armenian",
  "basque",
  "catalan",
  "danish",
  "dutch",
  "english",
  "finnish",
  "french",
  "german",
  "greek",
  "hindi",
  "hungarian",
  "indonesian",
  "irish",
  "italian",
  "lithuanian",
  "nepali",
  "norwegian",
  "portuguese",
  "romanian",
  "russian",
  "serbian",
  "spanish",
  "swedish",
  "tamil",
  "turkish",
  "yiddish",
] as const;
export type TextLanguage = (typeof textLanguages)[number];

/** English name; null for `simple`, which fits any language. */
export function languageName(language: TextLanguage): string | null {
  return language === "simple" ? null : `${language.charAt(0).toUpperCase()}${language.slice(1)}`;
}
