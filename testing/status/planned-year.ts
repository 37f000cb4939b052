import type { Downtime, PlannedTeam } from "./reckon-asks.ts";

export const ZONES = {
  berlin: "Europe/Berlin",
  newyork: "America/New_York",
  lordhowe: "Australia/Lord_Howe",
  cairo: "Africa/Cairo",
  kathmandu: "Asia/Kathmandu",
} as const;
type City = keyof typeof ZONES;

const cities = Object.keys(ZONES) as City[];
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const always = (zone: string) => () => zone;
const between = (from: string, until: string) => (date: string) => from <= date && date <= until;

/** A team of one, on the clock of their city. */
const alone = (id: string, city: City, plan: Partial<PlannedTeam> & { askAt: string }): PlannedTeam => ({
  id,
  zone: ZONES[city],
  byPerson: false,
  days: EVERY_DAY,
  closesAt: "17:00",
  freeDays: [],
  people: [{ id: city, zoneOn: always(ZONES[city]) }],
  ...plan,
});

/** The year of the plan: all of it happens in 2026. */
export const teams: readonly (PlannedTeam & { schedule: string })[] = [
  {
    id: "work",
    schedule: "mon-fri 09:30",
    zone: ZONES.berlin,
    byPerson: true,
    days: [1, 2, 3, 4, 5],
    askAt: "09:30",
    closesAt: "17:00",
    freeDays: ["2026-01-01", "2026-05-01", "2026-12-25"],
    people: [
      {
        id: "berlin",
        // Moves on July 1, while a round is open: the next one is by the new zone's clock.
        zoneOn: (date) => (date <= "2026-07-01" ? ZONES.berlin : ZONES.newyork),
        snoozed: { "2026-04-13": ["2026-04-13T08:35Z", "2026-04-13T09:35Z", "2026-04-13T10:35Z"] },
      },
      { id: "newyork", zoneOn: always(ZONES.newyork) },
      { id: "lordhowe", zoneOn: always(ZONES.lordhowe), awayOn: between("2026-11-30", "2026-12-14") },
      {
        id: "cairo",
        zoneOn: always(ZONES.cairo),
        awayOn: between("2026-08-03", "2026-08-14"),
        answered: ["2026-09-02"],
      },
      { id: "kathmandu", zoneOn: always(ZONES.kathmandu), answered: ["2026-03-11"] },
    ],
  },
  {
    id: "gap",
    schedule: "daily 02:15",
    zone: "UTC",
    byPerson: true,
    days: EVERY_DAY,
    askAt: "02:15",
    closesAt: "23:00",
    freeDays: [],
    people: cities.map((city) => ({ id: city, zoneOn: always(ZONES[city]) })),
  },
  {
    schedule: "30 2 * * *",
    ...alone("twice-berlin", "berlin", { askAt: "02:30" }),
    people: [{ id: "berlin", zoneOn: always(ZONES.berlin), answered: ["2026-06-10"] }],
  },
  { schedule: "mon-fri 09:30", ...alone("morning", "berlin", { askAt: "09:30", days: [1, 2, 3, 4, 5] }) },
  { schedule: "daily 01:30", ...alone("twice-newyork", "newyork", { askAt: "01:30" }) },
  { schedule: "daily 01:45", ...alone("twice-lordhowe", "lordhowe", { askAt: "01:45" }) },
  { schedule: "daily 23:30", ...alone("twice-cairo", "cairo", { askAt: "23:30" }) },
  { schedule: "daily 00:00", ...alone("midnight", "cairo", { askAt: "00:00" }) },
  {
    schedule: "sun-thu 09:00",
    ...alone("weekend", "cairo", { askAt: "09:00", days: [7, 1, 2, 3, 4] }),
    people: [{ id: "cairo", zoneOn: always(ZONES.cairo), awayOn: between("2026-05-03", "2026-05-07") }],
  },
  { schedule: "mon,wed 17:45", ...alone("evening", "kathmandu", { askAt: "17:45", days: [1, 3] }) },
];

/** When no scheduler runs. */
export const downtimes: readonly Downtime[] = [
  // Over Kathmandu's morning: late.
  ["2026-02-03T02:00Z", "2026-02-03T06:00Z"],
  // Over Berlin's and New York's, until 45 minutes before the closing: not asked.
  ["2026-02-10T08:00Z", "2026-02-10T15:15Z"],
  // From Monday to Saturday: what has closed is not made up for.
  ["2026-03-16T00:00Z", "2026-03-21T12:00Z"],
  // Over both times that Berlin's clocks show 02:30.
  ["2026-10-25T00:15Z", "2026-10-25T01:35Z"],
];
