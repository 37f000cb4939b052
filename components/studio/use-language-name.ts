"use client";

import { useTranslations } from "next-intl";

/** The name of a language that texts can be searched in. */
export function useLanguageName() {
  const t = useTranslations("studioChatbots");
  return (language: string) =>
    language === "simple" ? t("languages.simple") : `${language[0]?.toUpperCase()}${language.slice(1)}`;
}
