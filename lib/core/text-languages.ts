/** The text search configurations that Postgres 14 and later come with: how words of a chatbot's texts become stems. */
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

/** English name; null for `simple`, which is whatever language it is. */
export function languageName(language: TextLanguage): string | null {
  return language === "simple" ? null : `${language.charAt(0).toUpperCase()}${language.slice(1)}`;
}
