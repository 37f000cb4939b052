import { execFileSync } from "node:child_process";

const squeeze = (text: string) => text.replace(/-\s*\n\s*/g, "").replace(/\s+/g, " ");

/**
 * Returns the pages of a PDF, from 1, on which pdftotext finds a text; hyphenation at line ends is undone.
 * @returns null without pdftotext
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
