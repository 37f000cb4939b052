import type { Moon } from "./moon.ts";
import { phaseName } from "./moon-phase.ts";
import { signName } from "./zodiac.ts";

const format = new Intl.DateTimeFormat("en", {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

/** The moon in plain words; days by UTC. */
export function describeMoon(moon: Moon, at: Date, isNow: boolean): string {
  const lit = Math.round(moon.illumination * 100);
  const article = moon.phase.endsWith("-quarter") ? "in its " : "a ";
  const subject = isNow ? "The moon is" : `On ${format.format(at)} the moon is`;
  const next = moon.next
    .filter(({ phase }) => phase === "full" || phase === "new")
    .map((one) => `the next ${phaseName(one.phase)} is on ${format.format(one.at)}`);
  const coming = next.join(", ");
  return `${subject} ${article}${phaseName(moon.phase)}, ${lit} % lit and ${moon.ageDays.toFixed(1)} days old, in ${signName(moon.placement.sign)}. ${coming.charAt(0).toUpperCase()}${coming.slice(1)} (UTC).`;
}
