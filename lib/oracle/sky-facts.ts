import { moonAt } from "./moon.ts";
import { phaseName } from "./moon-phase.ts";
import { type Sign, signs } from "./schema.ts";
import { type Aspect, aspectsOf, positionsAt, sunSign } from "./sky.ts";
import { bodyName, type SkyBody } from "./sky-bodies.ts";
import { signName } from "./zodiac.ts";

/** The facts for one sign that a horoscope is written from. */
export type SkyFacts = {
  sign: Sign;
  moon: { phase: string; sign: Sign; house: number; nextQuarter: string };
  sun: { sign: Sign; house: number };
  /** Close aspects, closest first. */
  aspects: Aspect[];
  retrograde: SkyBody[];
};

const CLOSE_DEGREES = 2.5;
const MAX_ASPECTS = 3;
const DAY_MS = 86_400_000;

/**
 * Computes the facts for one sign at noon UTC. Houses are whole signs, counted from the person's own. For a
 * week, the moon's aspects are left out because it moves too fast.
 */
export function skyFacts(sign: Sign, noon: Date, span: "day" | "week"): SkyFacts {
  const moon = moonAt(noon);
  const positions = positionsAt(noon);
  const [next] = moon.next;
  const aspects = aspectsOf(span === "day" ? positions : positions.filter(({ body }) => body !== "moon"));
  const days = next ? Math.round((next.at.getTime() - noon.getTime()) / DAY_MS) : 0;
  return {
    sign,
    moon: {
      phase: phaseName(moon.phase),
      sign: moon.placement.sign,
      house: houseOf(moon.placement.sign, sign),
      nextQuarter: next ? `${phaseName(next.phase)} ${days < 1 ? "within a day" : `in ${days} days`}` : "",
    },
    sun: { sign: sunSign(noon).sign, house: houseOf(sunSign(noon).sign, sign) },
    aspects: aspects.filter(({ orb }) => orb <= CLOSE_DEGREES).slice(0, MAX_ASPECTS),
    retrograde: positions.filter(({ isRetrograde }) => isRetrograde).map(({ body }) => body),
  };
}

/** 1 to 12. */
function houseOf(placed: Sign, own: Sign): number {
  return ((signs.indexOf(placed) - signs.indexOf(own) + 12) % 12) + 1;
}

/** One fact per line. */
export function listFacts({ sign, moon, sun, aspects, retrograde }: SkyFacts): string[] {
  const own = signName(sign);
  return [
    `${moon.phase.charAt(0).toUpperCase()}${moon.phase.slice(1)} in ${signName(moon.sign)}, house ${moon.house} of ${own}`,
    `Sun in ${signName(sun.sign)}, house ${sun.house} of ${own}`,
    ...aspects.map(({ a, b, kind, orb }) => `${bodyName(a)} ${kind} ${bodyName(b)}, ${orb.toFixed(1)}°`),
    ...(retrograde.length > 0 ? [`Retrograde: ${retrograde.map(bodyName).join(", ")}`] : []),
    ...(moon.nextQuarter ? [`Next: ${moon.nextQuarter}`] : []),
  ];
}
