import { z } from "zod";

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** An IANA time zone name that this runtime knows. */
export const timeZone = z
  .string()
  .max(60)
  .refine(isTimeZone, "Choose a valid time zone, such as Europe/Berlin.");

/** A zone from a cookie or an address; UTC where it is none. */
export const readTimeZone = (value: string | null | undefined): string =>
  timeZone.safeParse(value).data ?? "UTC";
