import {
  deltat,
  elliptic,
  moonphase,
  moonposition,
  nutation,
  planetposition,
  sidereal,
  solar,
} from "astronomia";
import data from "astronomia/data";
import type { Place } from "../moon.ts";
import type { SkyBody } from "../sky-bodies.ts";

/**
 * Independent implementation to test against: Meeus, Astronomical Algorithms, with VSOP87 for the planets and
 * the main terms of ELP for the moon. Not part of the product.
 */
const planets: Partial<Record<SkyBody, unknown>> = {
  mercury: new planetposition.Planet(data.vsop87Bmercury),
  venus: new planetposition.Planet(data.vsop87Bvenus),
  mars: new planetposition.Planet(data.vsop87Bmars),
  jupiter: new planetposition.Planet(data.vsop87Bjupiter),
  saturn: new planetposition.Planet(data.vsop87Bsaturn),
  uranus: new planetposition.Planet(data.vsop87Buranus),
  neptune: new planetposition.Planet(data.vsop87Bneptune),
};
const earth = new planetposition.Planet(data.vsop87Bearth);

const DAY_MS = 86_400_000;
const DEGREE = Math.PI / 180;
const STEP_MS = 600_000;

const julianDay = (at: Date) => at.getTime() / DAY_MS + 2_440_587.5;
const yearOf = (jd: number) => 2_000 + (jd - 2_451_545) / 365.25;
const terrestrial = (at: Date) => julianDay(at) + deltat.deltaT(yearOf(julianDay(at))) / 86_400;
const dateOf = (jde: number) =>
  new Date(Math.round((jde - deltat.deltaT(yearOf(jde)) / 86_400 - 2_440_587.5) * DAY_MS));

/** The occurrence of a phase nearest to a day. */
export function phaseNear(phase: "newMoon" | "first" | "full" | "last", at: Date): Date {
  return dateOf(moonphase[phase](yearOf(julianDay(at))));
}

/** Apparent geocentric longitude in degrees; null for Pluto, which is not in VSOP87. */
export function longitudeBy(body: SkyBody, at: Date): number | null {
  const jde = terrestrial(at);
  const turn = (radians: number) => (((radians / DEGREE) % 360) + 360) % 360;
  if (body === "sun") return turn(solar.apparentVSOP87(earth, jde).lon);
  const [longitude, obliquity] = nutation.nutation(jde);
  if (body === "moon") return turn(moonposition.position(jde).lon + longitude);
  const planet = planets[body];
  if (!planet) return null;
  const { ra, dec } = elliptic.position(planet, earth, jde);
  const tilt = nutation.meanObliquity(jde) + obliquity;
  return turn(Math.atan2(Math.sin(ra) * Math.cos(tilt) + Math.tan(dec) * Math.sin(tilt), Math.cos(ra)));
}

/** First rise and first set within a day. */
export function riseAndSetBy(body: "sun" | "moon", place: Place, from: Date) {
  const found: { rise: Date | null; set: Date | null } = { rise: null, set: null };
  for (let ms = from.getTime(); ms < from.getTime() + DAY_MS; ms += STEP_MS) {
    const [before, after] = [height(body, place, ms), height(body, place, ms + STEP_MS)];
    if (before < 0 && after >= 0) found.rise ??= new Date(crossing(body, place, ms));
    if (before >= 0 && after < 0) found.set ??= new Date(crossing(body, place, ms));
  }
  return found;
}

function crossing(body: "sun" | "moon", place: Place, from: number): number {
  let [low, high] = [from, from + STEP_MS];
  const isUp = height(body, place, low) < 0;
  while (high - low > 100) {
    const middle = (low + high) / 2;
    if (height(body, place, middle) < 0 === isUp) low = middle;
    else high = middle;
  }
  return Math.round((low + high) / 2);
}

/**
 * Altitude of the center above the height at which the upper limb appears (Meeus, chapter 15), in radians.
 */
function height(body: "sun" | "moon", { latitude, longitude }: Place, ms: number): number {
  const at = new Date(ms);
  const jde = terrestrial(at);
  const [inLongitude, inObliquity] = nutation.nutation(jde);
  const tilt = nutation.meanObliquity(jde) + inObliquity;
  const spot = body === "sun" ? solar.apparentVSOP87(earth, jde) : moonposition.position(jde);
  const lon = body === "sun" ? spot.lon : spot.lon + inLongitude;
  const dec = Math.asin(
    Math.sin(spot.lat) * Math.cos(tilt) + Math.cos(spot.lat) * Math.sin(tilt) * Math.sin(lon),
  );
  const ra = Math.atan2(Math.sin(lon) * Math.cos(tilt) - Math.tan(spot.lat) * Math.sin(tilt), Math.cos(lon));
  const hour = (sidereal.apparent(julianDay(at)) / 86_400) * 2 * Math.PI + longitude * DEGREE - ra;
  const north = latitude * DEGREE;
  const altitude = Math.asin(
    Math.sin(north) * Math.sin(dec) + Math.cos(north) * Math.cos(dec) * Math.cos(hour),
  );
  const limit =
    body === "sun"
      ? -0.8333 * DEGREE
      : 0.7275 * moonposition.parallax(moonposition.position(jde).range) - 0.5667 * DEGREE;
  return altitude - limit;
}
