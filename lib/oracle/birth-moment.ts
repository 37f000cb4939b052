import type { Profile } from "#lib/people/schema.ts";
import { inZone } from "./local-time.ts";
import type { Place } from "./moon.ts";

/** `isExact`: with the hour. Without it, `at` is noon of the day, and no place counts. */
export type BirthMoment = { at: Date; isExact: boolean; place: Place | null };

type Birth = Pick<Profile, "birthTime" | "birthPlace"> & { birthDate: string };

const HOUR_MS = 3_600_000;
const DEGREES_AN_HOUR = 15;
const NOON = "12:00";

/**
 * When somebody was born, from what they told. The hour is local: by the clocks of the place where its time zone is known,
 * else by the sun there, else by UTC.
 */
export function birthMoment({ birthDate, birthTime, birthPlace }: Birth): BirthMoment {
  const clock = new Date(`${birthDate}T${birthTime ?? NOON}:00Z`);
  const place = birthPlace && { latitude: birthPlace.latitude, longitude: birthPlace.longitude };
  const at = birthPlace?.timeZone
    ? inZone(clock, birthPlace.timeZone)
    : new Date(clock.getTime() - ((birthPlace?.longitude ?? 0) / DEGREES_AN_HOUR) * HOUR_MS);
  const isExact = birthTime !== null && place !== null;
  return { at, isExact, place: isExact ? place : null };
}
