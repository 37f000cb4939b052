import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { friendlyName } from "./friendly-name.ts";

/** Suggests names for people who have none here yet. */
export function useFriendlyName(): () => string {
  const t = useTranslations("rooms");
  return useCallback(() => friendlyName(t("firsts"), t("seconds"), Math.random), [t]);
}
