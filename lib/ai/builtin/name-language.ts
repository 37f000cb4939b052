import type { TextLanguage } from "#lib/core/text-languages.ts";
import type { ReplyLanguage } from "./phrases.ts";

const codes: Record<Exclude<TextLanguage, "simple">, string> = {
  arabic: "ar",
  armenian: "hy",
  basque: "eu",
  catalan: "ca",
  danish: "da",
  dutch: "nl",
  english: "en",
  finnish: "fi",
  french: "fr",
  german: "de",
  greek: "el",
  hindi: "hi",
  hungarian: "hu",
  indonesian: "id",
  irish: "ga",
  italian: "it",
  lithuanian: "lt",
  nepali: "ne",
  norwegian: "no",
  portuguese: "pt",
  romanian: "ro",
  russian: "ru",
  serbian: "sr",
  spanish: "es",
  swedish: "sv",
  tamil: "ta",
  turkish: "tr",
  yiddish: "yi",
};

/** The name of the sources' language in the language of the reply; null if it is the same or not known. */
export function nameLanguage(sources: TextLanguage, reply: ReplyLanguage): string | null {
  if (sources === "simple" || codes[sources] === reply) return null;
  return new Intl.DisplayNames([reply], { type: "language" }).of(codes[sources]) ?? null;
}
