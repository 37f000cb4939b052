import { Body, Ecliptic, EclipticGeoMoon, GeoVector, SunPosition } from "astronomy-engine";
import { type AspectKind, aspectKinds, type SkyBody, skyBodies } from "./sky-bodies.ts";
import { type Placement, placeOf, turned } from "./zodiac.ts";

/** `longitude`: apparent, geocentric, on the true ecliptic of date, degrees. `speed`: degrees a day, below 0 when retrograde. */
export type Position = Placement & { body: SkyBody; longitude: number; speed: number; isRetrograde: boolean };

/** `orb`: how far from exact, degrees. */
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
    const longitude = turned(longitudeOf(body, at));
    const speed = between(longitudeOf(body, before), longitudeOf(body, after));
    return { body, longitude, ...placeOf(longitude), speed, isRetrograde: speed < 0 };
  });
}

/** From one longitude to another the short way, -180 to 180 degrees. */
function between(from: number, to: number): number {
  const turn = turned(to - from);
  return turn > 180 ? turn - 360 : turn;
}

/** Of every pair, the closest first. */
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
  const apart = Math.abs(between(one.longitude, other.longitude));
  for (const kind of aspectKinds) {
    const { angle, orb } = ASPECTS[kind];
    const off = Math.abs(apart - angle);
    if (off <= orb) return { a: one.body, b: other.body, kind, orb: off };
  }
  return null;
}
