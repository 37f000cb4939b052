const MAX_WORDS = 6;
const MAX_CHARS = 80;
const HOW_TO = /^how to (.+)$/i;
const STEPS = /^(.+?)[,:]? step by step$/i;
/** "Changing the bulb", but not "Shipping cost". */
const ACTIVITY = /^\p{L}+ing(?:$| (?:the|a|an|your|our|with|without|from|to|by|for)\b)/iu;
/** Headings that say nothing about their topic. */
const EMPTY =
  /^(?:introduction|overview|summary|contents|notes?|context|decision|consequences|status|about|general|other|more|details|faq|examples?|appendix|references?|see also)$/i;

/** A question that the text below a heading should answer; null if the heading makes none. */
export function questionOfHeading(heading: string): string | null {
  const text = heading
    .replace(/^\s*(?:\d+(?:\.\d+)*\.?|[A-Z]\.)\s+/, "")
    .replace(/\s+/g, " ")
    .trim();
  if (text.length > MAX_CHARS || EMPTY.test(text) || !/\p{L}{3}/u.test(text)) return null;
  if (text.endsWith("?")) return text;
  const action = HOW_TO.exec(text)?.[1];
  if (action) return `How do I ${action}?`;
  const topic = STEPS.exec(text)?.[1] ?? text;
  if (topic.split(" ").length > MAX_WORDS || /[.:;!]/.test(topic)) return null;
  if (topic !== text || ACTIVITY.test(topic)) return `How does ${lowerFirst(topic)} work?`;
  return `What should I know about ${lowerFirst(topic)}?`;
}

/** Keeps names such as "GPS" and "iPhone". */
function lowerFirst(text: string): string {
  return /^\p{Lu}\p{Ll}+(?:\s|$)/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
