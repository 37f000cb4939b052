const MONTHS = "january february march april may june july august september october november december".split(
  " ",
);
const MONTH = `(?<month>${MONTHS.map((name) => `${name.slice(0, 3)}(?:${name.slice(3)})?`).join("|")}|sept)`;
const DAY = String.raw`(?<day>\d{1,2})(?:st|nd|rd|th)?`;
const YEAR = String.raw`(?:,?\s+(?<year>\d{4}))?`;
const WRITTEN = [
  new RegExp(String.raw`\b${DAY}\s+(?:of\s+)?${MONTH}\b\.?${YEAR}`, "i"),
  new RegExp(String.raw`\b${MONTH}\b\.?\s+(?:the\s+)?${DAY}\b${YEAR}`, "i"),
  /\b(?<year>\d{4})-(?<number>\d{1,2})-(?<day>\d{1,2})\b/,
  /\b(?<day>\d{1,2})\.(?<number>\d{1,2})\.(?<year>\d{4})?/,
];
const ABOUT_BIRTH = /\b(?:born|birthday|birth\s?date|date of birth|bday)\b/i;
/** A leap year, for a birthday without one: the sun's sign hardly depends on it. */
const ANY_YEAR = "2000";

/**
 * Returns the date of birth that a message states, as YYYY-MM-DD; null if there is none. Dates such as
 * 03/04 are not read, since their order differs between countries.
 */
export function readBirthday(message: string): string | null {
  if (!ABOUT_BIRTH.test(message)) return null;
  for (const pattern of WRITTEN) {
    const { day, month, number, year = ANY_YEAR } = pattern.exec(message)?.groups ?? {};
    if (day === undefined) continue;
    const named = MONTHS.findIndex((name) => name.startsWith((month ?? "?").slice(0, 3).toLowerCase())) + 1;
    return toDate(Number(year), Number(number ?? named), Number(day));
  }
  return null;
}

function toDate(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : null;
}
