import { type Sign, signs } from "./schema.ts";

export type Placement = { sign: Sign; degree: number };

const names: Record<Sign, { name: string; symbol: string }> = {
  aries: { name: "Aries", symbol: "♈" },
  taurus: { name: "Taurus", symbol: "♉" },
  gemini: { name: "Gemini", symbol: "♊" },
  cancer: { name: "Cancer", symbol: "♋" },
  leo: { name: "Leo", symbol: "♌" },
  virgo: { name: "Virgo", symbol: "♍" },
  libra: { name: "Libra", symbol: "♎" },
  scorpio: { name: "Scorpio", symbol: "♏" },
  sagittarius: { name: "Sagittarius", symbol: "♐" },
  capricorn: { name: "Capricorn", symbol: "♑" },
  aquarius: { name: "Aquarius", symbol: "♒" },
  pisces: { name: "Pisces", symbol: "♓" },
};

export function signName(sign: Sign): string {
  return names[sign].name;
}

export function signSymbol(sign: Sign): string {
  return names[sign].symbol;
}

/** Reduces an angle to 0 to 360 degrees. */
export function normalizeDegrees(degrees: number): number {
  return ((degrees % 360) + 360) % 360;
}

/** @param longitude of date, in degrees @returns the sign and the degrees within it, 0 to 30 */
export function placeOf(longitude: number): Placement {
  const whole = normalizeDegrees(longitude);
  const index = Math.floor(whole / 30) % signs.length;
  return { sign: signs[index] ?? "aries", degree: whole - index * 30 };
}
