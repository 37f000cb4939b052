import { readBirthday } from "./read-birthday.ts";
import { type HoroscopeCard, type Sign, signs } from "./schema.ts";

/** `when`: the current day or week, or the one after. */
export type HoroscopeRequest = {
  sign?: Sign;
  birthday?: string;
  span: HoroscopeCard["span"];
  when: "now" | "next";
};

const HOROSCOPE =
  /\bhoroscopes?\b|\bwhat do(?:es)? (?:the|my) stars? (?:say|hold|tell)\b|\bmy stars\b|\b(?:what|how) (?:does|do|will|is|are) my (?:day|week|tomorrow|stars?)\b|\bwhat(?:'s| is| lies) (?:ahead|in store)\b/i;
const SIGN = new RegExp(`\\b(${signs.join("|")})\\b`, "i");
const NEXT = /\btomorrow\b|\bnext week\b/i;
const WEEK = /\bweek(?:ly)?\b/i;
const TIME = /\b(?:today|tonight|tomorrow|(?:this|next|the) week|weekly|day|week)\b/gi;
/** Times that no horoscope is made for. */
const BEYOND = /\b(?:yesterday|month|months|year|years|weekend)\b|\b(?:last|past) \w+|\b20\d\d\b/i;
const AROUND =
  /\b(?:and|or|but|for|what|how|about|the|a|an|i'm|im|i|am|my|sign|it's|its|is|please|ok|okay|then|with|of|star)\b/gi;
const MAX_EARLIER = 6;

/** Parses a message that asks for a horoscope or goes on from one that did; null for any other message. */
export function readHoroscopeRequest(message: string, earlier: readonly string[]): HoroscopeRequest | null {
  const asked = readAsked(message);
  if (asked?.sign || asked?.birthday) return asked;
  const before = earlier
    .slice(-MAX_EARLIER)
    .reverse()
    .flatMap((text) => readAsked(text) ?? readDetail(text) ?? []);
  if (asked) return asked;
  const detail = readDetail(message);
  if (!detail) return null;
  const [last] = before;
  if (!detail.sign && !last) return null;
  const sign = detail.sign ?? before.find((one) => one.sign)?.sign;
  const birthday = sign ? undefined : before.find((one) => one.birthday)?.birthday;
  return {
    ...(sign && { sign }),
    ...(birthday && { birthday }),
    ...(detail.hasTime || !last || last.sign ? timeOf(message) : { span: last.span, when: last.when }),
  };
}

function readAsked(message: string): HoroscopeRequest | null {
  const sign = signOf(message);
  const birthday = readBirthday(message) ?? undefined;
  if (!HOROSCOPE.test(message)) return birthday ? { birthday, ...timeOf(message) } : null;
  if (BEYOND.test(message) && !birthday) return null;
  return { ...(sign && { sign }), ...(birthday && !sign && { birthday }), ...timeOf(message) };
}

/** "Leo", "I'm a Leo", "and tomorrow?", "for tomorrow, leo": a sign, a time, or both, and nothing else. */
function readDetail(message: string): (HoroscopeRequest & { hasTime: boolean }) | null {
  const sign = signOf(message);
  const hasTime = message.match(TIME) !== null;
  const rest = message
    .replace(SIGN, " ")
    .replace(TIME, " ")
    .replace(AROUND, " ")
    .replace(/[^\p{L}\p{N}]/gu, "");
  if (rest !== "" || (!sign && !hasTime)) return null;
  return { ...(sign && { sign }), ...timeOf(message), hasTime };
}

function signOf(message: string): Sign | undefined {
  return SIGN.exec(message)?.[1]?.toLowerCase() as Sign | undefined;
}

function timeOf(message: string): Pick<HoroscopeRequest, "span" | "when"> {
  return { span: WEEK.test(message) ? "week" : "day", when: NEXT.test(message) ? "next" : "now" };
}
