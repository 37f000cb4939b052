import { z } from "zod";

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The IANA name of a time zone, as this runtime knows it. */
export const timeZone = z
  .string()
  .max(60)
  .refine(isTimeZone, "Choose a valid time zone, such as Europe/Berlin.");
