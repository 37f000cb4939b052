import type { Profile } from "#lib/people/schema.ts";
import { zonedTimeToUtc } from "./local-time.ts";
import type { Place } from "./moon.ts";

/** `isExact`: the time and place are known. Otherwise `at` is noon of the day and `place` is null. */
export type BirthMoment = { at: Date; isExact: boolean; place: Place | null };

type Birth = Pick<Profile, "birthTime" | "birthPlace"> & { birthDate: string };

const HOUR_MS = 3_600_000;
const DEGREES_AN_HOUR = 15;
const NOON = "12:00";

/**
 * Returns the moment of birth from a profile. The local time is read in the birthplace's time zone if known,
 * else as local solar time, else as UTC.
 */
export function birthMoment({ birthDate, birthTime, birthPlace }: Birth): BirthMoment {
  const clock = new Date(`${birthDate}T${birthTime ?? NOON}:00Z`);
  const place = birthPlace && { latitude: birthPlace.latitude, longitude: birthPlace.longitude };
  const at = birthPlace?.timeZone
    ? zonedTimeToUtc(clock, birthPlace.timeZone)
    : new Date(clock.getTime() - ((birthPlace?.longitude ?? 0) / DEGREES_AN_HOUR) * HOUR_MS);
  const isExact = birthTime !== null && place !== null;
  return { at, isExact, place: isExact ? place : null };
}
