import { useFormatter } from "next-intl";
import { ownTimeZone } from "#components/ui/own-time-zone.ts";

/** Formats times of day as the reader's clock shows them; for what is rendered in the browser only. */
export function useLocalTime(): (iso: string) => string {
  const format = useFormatter();
  const timeZone = ownTimeZone();
  return (iso) => format.dateTime(new Date(iso), { hour: "2-digit", minute: "2-digit", timeZone });
}
