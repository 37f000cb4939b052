/**
 * Words of answers to questions about a measure: "how heavy" is answered by "weight" and "kg". `asks` is
 * matched with the question, its group with the word that the answer's words stand for.
 */
const SHAPES: { asks: RegExp; words: string[] }[] = [
  { asks: /\b(heavy|heavier|weighs?)\b/, words: ["weight", "kg"] },
  { asks: /\b(costs?|expensive|cheap|cheaper|prices?|pay|fees?)\b/, words: ["price", "cost", "eur"] },
  { asks: /\bhow much (?:is|are|for|will|would|to)\b/, words: ["price", "cost", "eur"] },
  { asks: /\bhow (long|soon|quick|quickly)\b/, words: ["hours", "minutes", "days"] },
  { asks: /\bhow (far)\b/, words: ["km", "range"] },
  { asks: /\bhow (tall|high)\b/, words: ["height", "cm"] },
  { asks: /\bhow (wide|broad)\b/, words: ["width", "cm"] },
  { asks: /\bhow (big|large)\b/, words: ["size", "dimensions"] },
  { asks: /\bhow (fast)\b/, words: ["speed", "km"] },
  { asks: /\bhow (hot|cold|warm)\b/, words: ["temperature", "degrees"] },
  { asks: /\bhow (old)\b/, words: ["age", "years"] },
  { asks: /\bhow (often)\b/, words: ["every", "daily", "monthly"] },
  { asks: /\bhow (loud|noisy)\b/, words: ["noise", "db"] },
];

/** Returns the words in answers to this English question, with the word of the question they stand for. */
export function shapeWords(question: string): { asked: string | undefined; words: string[] }[] {
  const text = question.toLowerCase();
  return SHAPES.flatMap(({ asks, words }) => {
    const match = asks.exec(text);
    return match ? [{ asked: match[1], words }] : [];
  });
}
