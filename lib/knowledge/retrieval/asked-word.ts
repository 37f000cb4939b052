/** One word of a question: the forms in which texts may contain it, and how much each counts. */
export type AskedWord = { weight: number; forms: { text: string; weight: number }[] };
