"use client";

import { useTranslations } from "next-intl";

export function TaskBox({ isDone }: { isDone: boolean }) {
  const t = useTranslations("markdown");
  return <input type="checkbox" checked={isDone} disabled aria-label={isDone ? t("done") : t("open")} />;
}
