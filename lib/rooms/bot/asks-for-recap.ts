const ASKS = [
  "recap|re-?cap|summary|summari[sz]e|sum up|tl;?dr|catch (?:me|us) up|what did (?:i|we) miss|what(?:'s| has| is)? happened",
  "zusammenfassung|fass(?:e|t)? (?:es |das )?(?:bitte )?zusammen|was (?:habe ich|hab ich|haben wir) verpasst",
  "résumé|resume|récap(?:itulatif)?|qu'ai-je manqué|resumen|resúmelo|riepilogo|riassunto|resumo",
].join("|");
const AROUND =
  "(?:please|pls|bitte|can you|could you|give (?:me|us)|post|write|a|the|of this|this|so far|now|s'il te plaît|por favor|per favore)";
const REQUEST = new RegExp(`^(?:${AROUND}\\s+)*(?:${ASKS})(?:[\\s,]+${AROUND})*$`, "iu");
const MAX_CHARS = 80;

/** Whether a message to the chatbot, without its mention, asks for nothing but a recap. */
export function asksForRecap(text: string): boolean {
  const plain = text
    .normalize("NFC")
    .replace(/[’‘]/g, "'")
    .replace(/[\s,]+/g, " ")
    .replace(/^[\s,]+|[\s.!?…,]+$/g, "");
  return plain.length <= MAX_CHARS && REQUEST.test(plain);
}
