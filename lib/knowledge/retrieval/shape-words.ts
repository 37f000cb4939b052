/**
 * Words of answers to questions about a measure: "how heavy" is answered by "weight" and "kg". `asks` is
 * matched with the question, its group with the word that the answer's words stand for. `same` mean the same.
 */
const SHAPES: { asks: RegExp; same?: string[]; words: string[] }[] = [
  { asks: /\b(heavy|heavi(?:er|est)|light(?:er|est)|weighs?)\b/, same: ["weight"], words: ["kg"] },
  {
    asks: /\b(costs?|expensive|cheap(?:er|est)?|prices?|pay|fees?)\b/,
    same: ["price", "cost"],
    words: ["eur"],
  },
  { asks: /\bhow much (?:is|are|for|will|would|to)\b/, words: ["price", "cost", "eur"] },
  { asks: /\bhow (long|soon|quick|quickly)\b/, words: ["hours", "minutes", "days"] },
  { asks: /\bhow (far)\b/, words: ["km", "range"] },
  { asks: /\bhow (tall|high)\b/, same: ["height"], words: ["cm"] },
  { asks: /\bhow (wide|broad)\b/, same: ["width"], words: ["cm"] },
  { asks: /\bhow (big|large)\b/, same: ["size"], words: ["dimensions"] },
  { asks: /\bhow (fast)\b/, same: ["speed"], words: ["km"] },
  { asks: /\bhow (hot|cold|warm)\b/, same: ["temperature"], words: ["degrees"] },
  {
    asks: /\bwhere (?:are|is) (?:you|your \w+|the \w+) (located|based)\b/,
    same: ["address"],
    words: ["street", "road"],
  },
  { asks: /\bhow (old)\b/, words: ["age", "years"] },
  { asks: /\bhow (often)\b/, words: ["every", "daily", "monthly"] },
  { asks: /\bhow (loud|noisy)\b/, same: ["noise"], words: ["db"] },
];

/** Returns the words in answers to this English question, with the word of the question they stand for. */
export function shapeWords(
  question: string,
): { asked: string | undefined; same: string[]; words: string[] }[] {
  const text = question.toLowerCase();
  return SHAPES.flatMap(({ asks, same = [], words }) => {
    const match = asks.exec(text);
    return match ? [{ asked: match[1], same, words }] : [];
  });
}

/** "How much is it?" after "How wide is the desk?" asks for the desk only. */
export function withoutMeasures(question: string): string {
  const measures = shapeWords(question).flatMap(({ asked }) => asked ?? []);
  return measures.reduce((text, word) => text.replace(new RegExp(`\\b${word}\\b`, "gi"), " "), question);
}
