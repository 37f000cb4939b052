import { z } from "zod";

const canBeKept = (text: string) => text.isWellFormed() && !text.includes("\0");

/** A text the database can store. Postgres accepts neither a zero byte nor half of a surrogate pair. */
export const storableText = (most: number) =>
  z
    .string()
    .max(most, `Use at most ${most} characters.`)
    .refine(canBeKept, "This contains characters that can't be stored.");

/** A search text in a form the database accepts; undefined if nothing is left of it. */
export function searchableText(text: string | undefined, most = 200): string | undefined {
  return text?.toWellFormed().replaceAll("\0", "").trim().slice(0, most).toWellFormed() || undefined;
}
