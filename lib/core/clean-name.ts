import { z } from "zod";

/** Control, lone surrogate, private-use and format characters such as direction marks, but not joiners. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Co}]|(?![\u200c\u200d])\p{Cf}/gu;
/** Letters that are invisible. */
const FILLERS = /[\u115f\u1160\u3164\uffa0]/g;

/** A name or title as it is stored: one line, without characters that are invisible or reorder text. */
export function cleanName(text: string): string {
  return text
    .replace(/[\p{Z}\s]+/gu, " ")
    .replace(UNSEEN, "")
    .replace(FILLERS, "")
    .normalize("NFC")
    .trim();
}

/** `cleanName`, at most `most` UTF-16 units, never cut within a character. */
export function cutName(text: string, most: number): string {
  return cleanName(text)
    .slice(0, most)
    .replace(/[\ud800-\udbff]$/, "")
    .trimEnd();
}

/** A name from outside, stored as `cleanName` returns it. */
export const cleanedName = (most: number) =>
  z
    .string()
    .transform(cleanName)
    .pipe(z.string().min(1, "Enter a name.").max(most, `Use at most ${most} characters.`));
