import { useFormatter, useTranslations } from "next-intl";
import { MICROS } from "#lib/billing/schema.ts";

/** Writes a figure: a number, seconds or dollars. What has no value is a dash. */
export function useMeasure() {
  const t = useTranslations("analytics");
  const format = useFormatter();
  return (name: string, value: number | null): string => {
    if (value === null) return t("none");
    if (name.startsWith("firstWord"))
      return t("seconds", { seconds: format.number(value / 1_000, { maximumSignificantDigits: 2 }) });
    if (name === "costMicros")
      return format.number(value / MICROS, {
        style: "currency",
        currency: "USD",
        maximumFractionDigits: value > 0 && value < MICROS ? 4 : 2,
      });
    return format.number(value);
  };
}
