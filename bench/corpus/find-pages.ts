import { execFileSync } from "node:child_process";

const squeeze = (text: string) => text.replace(/-\s*\n\s*/g, "").replace(/\s+/g, " ");

/**
 * The pages of a PDF, counted from 1, on which pdftotext finds a text; a word cut at the end of a line counts as whole.
 * @returns null where there is no pdftotext
 */
export function findPages(file: string, text: string): number[] | null {
  let all: string;
  try {
    all = execFileSync("pdftotext", [file, "-"], { encoding: "utf8", maxBuffer: 50_000_000 });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
  return all.split("\f").flatMap((page, at) => (squeeze(page).includes(squeeze(text)) ? [at + 1] : []));
}
