import type { Moon } from "./moon.ts";
import { phaseName } from "./moon-phase.ts";
import { signName } from "./zodiac.ts";

type SeenFrom = { name: string; timeZone: string; rise: Date | null; set: Date | null };

const format = new Intl.DateTimeFormat("en", {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

/** Describes the moon in plain words; dates are in UTC. */
export function describeMoon(moon: Moon, at: Date, isNow: boolean): string {
  const lit = Math.round(moon.illumination * 100);
  const article = moon.phase.endsWith("-quarter") ? "in its " : "a ";
  const subject = isNow ? "The moon is" : `On ${format.format(at)}, the moon is`;
  const next = moon.next
    .filter(({ phase }) => phase === "full" || phase === "new")
    .map((one) => `the next ${phaseName(one.phase)} is on ${format.format(one.at)}`);
  const coming = next.join(", and ");
  return `${subject} ${article}${phaseName(moon.phase)}, ${lit}% lit and ${moon.ageDays.toFixed(1)} days old, in ${signName(moon.placement.sign)}. ${coming.charAt(0).toUpperCase()}${coming.slice(1)} (UTC).`;
}

/** Describes the next moonrise and moonset in local time. */
export function describeRise({ name, timeZone, rise, set }: SeenFrom): string {
  const clock = new Intl.DateTimeFormat("en", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  });
  const rises = rise ? `rises at ${clock.format(rise)}` : "does not rise";
  const sets = set ? `sets at ${clock.format(set)}` : "does not set";
  return `In ${name}, it ${rises} and ${sets} (${timeZone}).`;
}
