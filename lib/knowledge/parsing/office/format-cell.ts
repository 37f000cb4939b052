import { format, isDateFormat, isTextFormat, isValidFormat } from "numfmt";

/** A cell as a sheet stores it: its type (ECMA-376, part 1, 18.18.11), and the number format of its style. */
export type RawCell = { type: string; value: string; format: CellFormat };
export type CellFormat = { id: number; code: string };

/** Formats whose look depends on the reader's system: the date in its short form. */
const SYSTEM_DATES = new Set([14, 22, ...range(27, 36), ...range(50, 58)]);
const SYSTEM_CODE = /^\[\$-f[48]00\]|^\[\$-x-sys(?:date|time)\]/i;
/** Spreadsheets display 15 digits; the rest is floating-point noise. */
const DIGITS = 15;
const DAYS_1904 = 1_462;

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

/** Writes a cell as displayed. Dates whose format depends on the reader's system are written as ISO 8601. */
export function formatCell({ type, value, format: { id, code } }: RawCell, is1904: boolean): string {
  if (type === "b") return value === "1" ? "TRUE" : "FALSE";
  if (type === "d") return value.replace(/T00:00:00(?:\.0+)?Z?$/, "").replace("T", " ");
  const number = Number(value);
  if (type !== "n" || value.trim() === "" || !Number.isFinite(number)) return formatText(value, code);
  const isDate = SYSTEM_DATES.has(id) || SYSTEM_CODE.test(code) || isDateFormat(code);
  if (SYSTEM_DATES.has(id) || SYSTEM_CODE.test(code)) return isoDate(is1904 ? number + DAYS_1904 : number);
  if (code === "" || /^general$/i.test(code) || isTextFormat(code) || !isValidFormat(code))
    return String(Number(number.toPrecision(DIGITS)));
  return formatWith(isDate ? code : withoutLocale(code), isDate && is1904 ? number + DAYS_1904 : number);
}

const formatText = (text: string, code: string) =>
  isValidFormat(code) && code.includes("@") && code.trim() !== "@" ? formatWith(code, text) : text;

const formatWith = (code: string, value: number | string) =>
  format(code, value, { nbsp: false, throws: false }).replace(/\s+/g, " ").trim();

/** A currency's locale does not change the separators of the reader's system, in contrast to a date's. */
const withoutLocale = (code: string) =>
  code.replace(/\[\$([^\]-]*)-[^\]]*\]/g, (_, sign) => (sign ? `[$${sign}]` : ""));

function isoDate(serial: number): string {
  const isTime = serial < 1;
  const isDay = Number.isInteger(serial);
  return formatWith(isTime ? "hh:mm:ss" : isDay ? "yyyy-mm-dd" : "yyyy-mm-dd hh:mm:ss", serial);
}
