/** One thing a question asks for. */
export type Slot = {
  /** Its weight relative to other words. */
  part: number;
  /** What is left of that if it occurs nowhere, 0 to 1: a missing "v" of "v2.14" says little. */
  unknownPart: number;
};

/** A word to search for, and the slots it fills in part or in full. */
export type SearchTerm = {
  text: string;
  /** Reduced to its stem by the database. */
  isStemmed: boolean;
  weight: number;
  /** The slot whose own word it is; other forms have none, and their weight is not added to the word's. */
  slot: number | null;
  fills: { slot: number; strength: number }[];
};

export type SearchTerms = { slots: Slot[]; terms: SearchTerm[] };
