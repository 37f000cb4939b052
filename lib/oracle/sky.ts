import { Body, Ecliptic, EclipticGeoMoon, GeoVector, SunPosition } from "astronomy-engine";
import { type AspectKind, aspectKinds, type SkyBody, skyBodies } from "./sky-bodies.ts";
import { normalizeDegrees, type Placement, placeOf } from "./zodiac.ts";

/**
 * `longitude`: apparent, geocentric, true ecliptic of date, in degrees. `speed`: degrees per day, negative
 * when retrograde.
 */
export type Position = Placement & { body: SkyBody; longitude: number; speed: number; isRetrograde: boolean };

/** `orb`: distance from exact, in degrees. */
export type Aspect = { a: SkyBody; b: SkyBody; kind: AspectKind; orb: number };

const ASPECTS: Record<AspectKind, { angle: number; orb: number }> = {
  conjunction: { angle: 0, orb: 8 },
  sextile: { angle: 60, orb: 4 },
  square: { angle: 90, orb: 7 },
  trine: { angle: 120, orb: 7 },
  opposition: { angle: 180, orb: 8 },
};
const HALF_DAY_MS = 43_200_000;

const engineBodies: Record<Exclude<SkyBody, "sun" | "moon">, Body> = {
  mercury: Body.Mercury,
  venus: Body.Venus,
  mars: Body.Mars,
  jupiter: Body.Jupiter,
  saturn: Body.Saturn,
  uranus: Body.Uranus,
  neptune: Body.Neptune,
  pluto: Body.Pluto,
};

function longitudeOf(body: SkyBody, at: Date): number {
  if (body === "sun") return SunPosition(at).elon;
  if (body === "moon") return EclipticGeoMoon(at).lon;
  return Ecliptic(GeoVector(engineBodies[body], at, true)).elon;
}

export function moonSign(at: Date): Placement {
  return placeOf(longitudeOf("moon", at));
}

export function sunSign(at: Date): Placement {
  return placeOf(longitudeOf("sun", at));
}

export function positionsAt(at: Date): Position[] {
  const before = new Date(at.getTime() - HALF_DAY_MS);
  const after = new Date(at.getTime() + HALF_DAY_MS);
  return skyBodies.map((body) => {
    const longitude = normalizeDegrees(longitudeOf(body, at));
    const speed = signedDifference(longitudeOf(body, before), longitudeOf(body, after));
    return { body, longitude, ...placeOf(longitude), speed, isRetrograde: speed < 0 };
  });
}

/** Shortest difference from one longitude to another, -180 to 180 degrees. */
function signedDifference(from: number, to: number): number {
  const turn = normalizeDegrees(to - from);
  return turn > 180 ? turn - 360 : turn;
}

/** Returns the aspects between all bodies, closest first. */
export function aspectsOf(positions: readonly Pick<Position, "body" | "longitude">[]): Aspect[] {
  const found: Aspect[] = [];
  for (const [index, one] of positions.entries()) {
    for (const other of positions.slice(index + 1)) {
      const aspect = aspectBetween(one, other);
      if (aspect) found.push(aspect);
    }
  }
  return found.sort((one, other) => one.orb - other.orb);
}

export function aspectBetween(
  one: Pick<Position, "body" | "longitude">,
  other: Pick<Position, "body" | "longitude">,
): Aspect | null {
  const separation = Math.abs(signedDifference(one.longitude, other.longitude));
  for (const kind of aspectKinds) {
    const { angle, orb } = ASPECTS[kind];
    const deviation = Math.abs(separation - angle);
    if (deviation <= orb) return { a: one.body, b: other.body, kind, orb: deviation };
  }
  return null;
}
