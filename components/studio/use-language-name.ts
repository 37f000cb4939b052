"use client";

import { useTranslations } from "next-intl";
import { languageName, type TextLanguage } from "#lib/core/text-languages.ts";

/** Returns a function that names a search language in the user's language. */
export function useLanguageName() {
  const t = useTranslations("studioChatbots");
  return (language: TextLanguage) => languageName(language) ?? t("languages.simple");
}
