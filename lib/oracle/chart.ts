import { e_tilt, MakeTime, SiderealTime } from "astronomy-engine";
import type { Place } from "./moon.ts";
import { type Aspect, aspectsOf, type Position, positionsAt } from "./sky.ts";
import { normalizeDegrees, type Placement, placeOf } from "./zodiac.ts";

/**
 * `natal`: birth time and place are known, so there is an ascendant. `solar`: only the day is known;
 * positions are for noon, and the moon's sign is shown only if it did not change that day.
 */
export type Chart =
  | {
      kind: "natal";
      positions: Position[];
      aspects: Aspect[];
      ascendant: Placement;
      midheaven: Placement;
    }
  | { kind: "solar"; positions: Position[]; aspects: Aspect[]; isMoonCertain: boolean };

const RADIANS = Math.PI / 180;
const HALF_DAY_MS = 43_200_000;

export function natalChart(at: Date, place: Place): Chart {
  const positions = positionsAt(at);
  const { ascendant, midheaven } = anglesAt(at, place);
  return {
    kind: "natal",
    positions,
    aspects: aspectsOf(positions),
    ascendant: placeOf(ascendant),
    midheaven: placeOf(midheaven),
  };
}

/** @param noon of the day of birth, local or UTC */
export function solarChart(noon: Date): Chart {
  const positions = positionsAt(noon);
  const moonAt = (ms: number) =>
    positionsAt(new Date(noon.getTime() + ms)).find(({ body }) => body === "moon")?.sign;
  const isMoonCertain = moonAt(-HALF_DAY_MS) === moonAt(HALF_DAY_MS);
  const fixed = positions.filter(({ body }) => body !== "moon");
  return { kind: "solar", positions, aspects: aspectsOf(fixed), isMoonCertain };
}

/**
 * Ecliptic longitudes of the ascendant and midheaven, in degrees (Meeus, Astronomical Algorithms, chapter
 * 14). Within the polar circles the ascendant follows the formula, as in most programs.
 */
function anglesAt(at: Date, { latitude, longitude }: Place): { ascendant: number; midheaven: number } {
  const meridian = normalizeDegrees(SiderealTime(at) * 15 + longitude) * RADIANS;
  const tilt = e_tilt(MakeTime(at)).tobl * RADIANS;
  const midheaven = Math.atan2(Math.sin(meridian), Math.cos(meridian) * Math.cos(tilt)) / RADIANS;
  const ascendant =
    Math.atan2(
      Math.cos(meridian),
      -(Math.sin(meridian) * Math.cos(tilt) + Math.tan(latitude * RADIANS) * Math.sin(tilt)),
    ) / RADIANS;
  return { ascendant: normalizeDegrees(ascendant), midheaven: normalizeDegrees(midheaven) };
}
