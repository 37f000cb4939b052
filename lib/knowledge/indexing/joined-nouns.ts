/** Languages that write several nouns as one word. */
const JOINING = new Set(["german", "dutch", "danish", "norwegian", "swedish", "finnish", "hungarian"]);

export function joinsNouns(language: string): boolean {
  return JOINING.has(language);
}

/** Starts the stored end of a word. A digit, because every collation sorts digits apart from letters. */
export const END_MARK = "0";
