const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
/** Clocks change at full quarters of an hour UTC, in all zones that are used here. */
const STEP = 15;

/** Minutes since 1970 of what is written as if it were UTC: `2026-03-29`, `2026-03-29 02:15`, `…T02:15Z`. */
export function minuteOf(text: string): number {
  const [date = "", time = "00:00"] = text.replace("Z", "").split(/[ T]/);
  return Date.parse(`${date}T${time}Z`) / MINUTE_MS;
}

export const textOf = (minute: number) => `${new Date(minute * MINUTE_MS).toISOString().slice(0, 16)}Z`;

/**
 * A zone's clock, read minute by minute. It is a second way to find when the clock shows a time: nothing is
 * computed from offsets.
 */
export class WallClock {
  readonly #from: number;
  /** What the clock shows at each quarter of an hour. */
  readonly #shown: number[] = [];

  constructor(timeZone: string, from: string, to: string) {
    const format = new Intl.DateTimeFormat("sv", { dateStyle: "short", timeStyle: "short", timeZone });
    this.#from = minuteOf(from);
    for (let minute = this.#from; minute < minuteOf(to); minute += STEP)
      this.#shown.push(minuteOf(format.format(minute * MINUTE_MS)));
  }

  /** Minutes since 1970, as the clock shows them. */
  shownAt(minute: number): number {
    const passed = minute - this.#from;
    const quarter = this.#shown[Math.floor(passed / STEP)];
    if (quarter === undefined) throw new RangeError(`${textOf(minute)} is outside of this clock.`);
    return quarter + (passed % STEP);
  }

  /** The first minute from which on the clock shows a time or has passed it. */
  firstShowing(date: string, time: string): number {
    const wanted = minuteOf(`${date} ${time}`);
    for (let minute = wanted - DAY_MINUTES; ; minute += 1) if (this.shownAt(minute) >= wanted) return minute;
  }
}
