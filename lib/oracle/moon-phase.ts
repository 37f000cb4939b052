export const moonPhases = [
  "new",
  "waxing-crescent",
  "first-quarter",
  "waxing-gibbous",
  "full",
  "waning-gibbous",
  "last-quarter",
  "waning-crescent",
] as const;
export type MoonPhaseName = (typeof moonPhases)[number];

const QUARTERS = ["new", "first-quarter", "full", "last-quarter"] as const;
/** Quarters are named within half a day, which is about six degrees. */
const NEAR_QUARTER_DEGREES = 6;

/** @param angle of the moon east of the sun along the ecliptic, 0 to 360 degrees */
export function phaseOf(angle: number): MoonPhaseName {
  const quarter = Math.round(angle / 90);
  if (Math.abs(angle - quarter * 90) <= NEAR_QUARTER_DEGREES) return QUARTERS[quarter % 4] ?? "new";
  return moonPhases[Math.floor(angle / 90) * 2 + 1] ?? "new";
}

const names: Record<MoonPhaseName, string> = {
  new: "new moon",
  "waxing-crescent": "waxing crescent",
  "first-quarter": "first quarter",
  "waxing-gibbous": "waxing gibbous",
  full: "full moon",
  "waning-gibbous": "waning gibbous",
  "last-quarter": "last quarter",
  "waning-crescent": "waning crescent",
};

export function phaseName(phase: MoonPhaseName): string {
  return names[phase];
}
