import {
  AstroTime,
  Body,
  Illumination,
  MoonPhase,
  Observer,
  SearchMoonPhase,
  SearchRiseSet,
} from "astronomy-engine";
import { type MoonPhaseName, phaseOf } from "./moon-phase.ts";
import { moonSign } from "./sky.ts";
import type { Placement } from "./zodiac.ts";

export type Place = { latitude: number; longitude: number };

/**
 * `angle`: of the moon east of the sun along the ecliptic, in degrees. `illumination`: lit fraction of the
 * disc.
 */
export type Moon = {
  phase: MoonPhaseName;
  angle: number;
  illumination: number;
  /** Since the last new moon. */
  ageDays: number;
  placement: Placement;
  /** The next four, soonest first. */
  next: { phase: MoonPhaseName; at: Date }[];
};

const QUARTERS = ["new", "first-quarter", "full", "last-quarter"] as const;
const SYNODIC_MONTH_DAYS = 29.530_588;
const SEARCH_DAYS = 32;
const DAY_MS = 86_400_000;

/** Angle of the moon east of the sun along the ecliptic, 0 to 360 degrees. */
export function moonAngle(at: Date): number {
  return MoonPhase(at);
}

/** The moon as seen from the center of the earth. */
export function moonAt(at: Date): Moon {
  const angle = moonAngle(at);
  return {
    phase: phaseOf(angle),
    angle,
    illumination: Illumination(Body.Moon, at).phase_fraction,
    ageDays: daysSinceNew(at),
    placement: moonSign(at),
    next: QUARTERS.map((phase, index) => ({ phase, at: nextPhase(index * 90, at) })).sort(
      (a, b) => a.at.getTime() - b.at.getTime(),
    ),
  };
}

/** When the moon next reaches this angle east of the sun. */
function nextPhase(angle: number, from: Date): Date {
  const found = SearchMoonPhase(angle, from, SEARCH_DAYS);
  if (!found) throw new Error(`No phase of ${angle} degrees was found after ${from.toISOString()}.`);
  return found.date;
}

function daysSinceNew(at: Date): number {
  const start = new Date(at.getTime() - SYNODIC_MONTH_DAYS * DAY_MS - DAY_MS);
  const first = nextPhase(0, start);
  const second = SearchMoonPhase(0, new Date(first.getTime() + DAY_MS), SEARCH_DAYS)?.date;
  const last = second && second <= at ? second : first;
  return (at.getTime() - last.getTime()) / DAY_MS;
}

/**
 * Rise and set of the sun or moon at a place: upper limb on a level horizon, standard refraction of 34
 * arcminutes.
 * @param from start of the day
 * @returns null when it does not rise or set within that day
 */
export function riseAndSet(
  body: "sun" | "moon",
  place: Place,
  from: Date,
): { rise: Date | null; set: Date | null } {
  const observer = new Observer(place.latitude, place.longitude, 0);
  const start = new AstroTime(from);
  const find = (direction: 1 | -1) =>
    SearchRiseSet(body === "sun" ? Body.Sun : Body.Moon, observer, direction, start, 1)?.date ?? null;
  return { rise: find(1), set: find(-1) };
}
