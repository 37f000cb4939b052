"use client";

import { useTranslations } from "next-intl";
import { languageName, type TextLanguage } from "#lib/core/text-languages.ts";

/** The name of a language that texts can be searched in. */
export function useLanguageName() {
  const t = useTranslations("studioChatbots");
  return (language: TextLanguage) => languageName(language) ?? t("languages.simple");
}
