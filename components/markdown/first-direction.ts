export type Direction = "ltr" | "rtl";

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Returns the direction of the first letter, as `dir="auto"` decides it; null without letters. */
export function firstDirection(text: string): Direction | null {
  const first = /\p{L}/u.exec(text)?.[0];
  if (first === undefined) return null;
  return rightToLeft.test(first) ? "rtl" : "ltr";
}
