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
