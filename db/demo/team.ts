import type { Context } from "#lib/context/context.ts";
import { addDays, isoWeekday, localDate } from "#lib/core/local-time.ts";
import { roundTimes } from "#lib/status/clock/round-times.ts";
import { importEvents } from "#lib/status/import/import-events.ts";
import { type OldEvent, planImport } from "#lib/status/import/plan-import.ts";
import { loadTeam } from "#lib/status/load.ts";
import { DEFAULT_QUESTIONS, type Member } from "#lib/status/schema.ts";

const DEMO_TEAM = "workshop";
const MINUTE_MS = 60_000;
const ZONE = "Europe/Berlin";

type Person = { id: string; name: string };

/**
 * Registers the demo's team, once: with updates of the last ten working days and their rounds, and with
 * today's round if it is open. All is appended in one statement.
 * @param owner joins the team, so that they can answer; null if they are not known
 */
export async function createDemoTeam(ctx: Context, owner: Person | null): Promise<void> {
  if ((await loadTeam(ctx, DEMO_TEAM)).state.kind !== "none") return;
  const now = ctx.now();
  const dates = workingDaysBefore(localDate(now, ZONE), demoUpdates.length);
  const date = localDate(now, ZONE);
  const first = dates[0] ?? date;
  const lea = { ...memberOf("Lea"), away: { from: first, until: addDays(date, 3) } };
  const members = [...names.map((name) => memberOf(name)), lea];
  const past = dates.flatMap((day, index) => roundOf(day, demoUpdates[index] ?? [], members, now));
  const own = owner ? [memberOf(owner.name, owner.id)] : [];
  const joined = own.map((member) => toEvent("owner", "member.added", now, { member }));
  const today = roundOf(date, updatesOfToday, [...members, ...own], now);
  const events = [registered(first, members), ...past, ...joined, ...today];
  await importEvents(ctx, planImport({ events, teams: [], updates: [] }, {}));
}

const settings = {
  pollSchedule: "mon-fri 16:30",
  timeZone: ZONE,
  clock: "person" as const,
  closesAt: "19:00",
  freeDays: [],
};

function registered(date: string, members: Member[]): OldEvent {
  const { pollSchedule: _, ...rest } = settings;
  return toEvent("team", "team.registered", new Date(`${date}T08:00:00Z`), {
    ...rest,
    name: "Workshop",
    slack_channel: "",
    poll_schedule: settings.pollSchedule,
    questions: DEFAULT_QUESTIONS,
    members,
  });
}

/** Miro works from Lisbon, so he is asked an hour later. */
const memberOf = (name: string, personId = `name:${name}`): Member => ({
  personId,
  name,
  slackUser: "",
  timeZone: name === "Miro" ? "Europe/Lisbon" : null,
  away: null,
  reminders: true,
});

/** A round as it would have happened by now: nothing before it began, and closed after its time. */
function roundOf(date: string, texts: (string | null)[], members: Member[], now: Date): OldEvent[] {
  const times = roundTimes(settings, members, date);
  if (!times || times.opensAt >= now) return [];
  const { opensAt, closesAt, asks } = times;
  const isOver = closesAt <= now;
  const inRound = { date };
  const asked = members.flatMap(({ personId }) => {
    const at = asks.get(personId);
    return !at || at > now
      ? []
      : [toEvent(`${date}:asked:${personId}`, "round.asked", at, { ...inRound, personId, by: "web" })];
  });
  const answered = texts.flatMap((content, index) => {
    const { personId = "", name = "" } = members[index] ?? {};
    const at = new Date((asks.get(personId) ?? opensAt).getTime() + (3 + 7 * index) * MINUTE_MS);
    if (content === null || at > now) return [];
    const updateId = `demo-${date}-${index}`;
    const update = { update_id: updateId, content, author: name, personId, roundDate: date };
    return [
      toEvent(`${date}:update:${index}`, "update.submitted", at, update, updateId),
      toEvent(`${date}:answer:${index}`, "round.answered", at, {
        ...inRound,
        personId,
        name,
        updateId,
        isLate: false,
      }),
    ];
  });
  const expected = members.map(({ personId, name }) => ({
    ...{ personId, name },
    state: asks.has(personId) ? "waiting" : "away",
  }));
  const opened = { ...inRound, closesAt: closesAt.toISOString(), people: expected };
  const closed = { ...inRound, reason: "time" };
  return [
    toEvent(`${date}:opened`, "round.opened", opensAt, opened),
    ...asked,
    ...answered,
    ...(isOver ? [toEvent(`${date}:closed`, "round.closed", closesAt, closed)] : []),
  ];
}

function toEvent(
  id: string,
  type: string,
  at: Date,
  data: Record<string, unknown>,
  aggregateId: string = DEMO_TEAM,
): OldEvent {
  const timestamp = at.toISOString();
  const own = { team_id: DEMO_TEAM, ...data };
  return { id: `demo:${id}`, type, aggregateId, version: 1, metadata: null, timestamp, data: own };
}

/** The oldest first; today is not among them. */
function workingDaysBefore(today: string, count: number): string[] {
  const days: string[] = [];
  for (let back = 1; days.length < count; back += 1) {
    const date = addDays(today, -back);
    if (isoWeekday(date) <= 5) days.unshift(date);
  }
  return days;
}

const names = ["Hana", "Miro", "Tess", "Jonas"];

/** For each day what the four wrote, in the order of their names. */
const demoUpdates = [
  [
    "Took in six bikes for the winter service, two of them with worn belts. Tomorrow: order belts and start on the first three.",
    "Firmware 4.2 runs on both test bikes. The range display jumps at 20 %, looking into it.",
    "Answered 31 tickets. Most are about cold batteries, so I drafted a short text for the site.",
    "Wheel truing stand is repaired. Started building the spare wheels for the rental fleet.",
  ],
  [
    "Belts ordered, they arrive on Thursday. Three winter services done.",
    "Found the jump: the display rounds before it averages. Fix is on my bike, I ride it home tonight.",
    "The text on cold batteries is live. 24 tickets, three handed to the workshop.",
    "Eight of twelve wheels built. Two rims were out of tolerance and go back.",
  ],
  [
    "Three more services. One frame has a cracked rack mount, I called the customer and she chose the warranty repair.",
    "The range display stayed smooth for 40 km. Merged, and 4.2.1 goes to the test riders tomorrow.",
    "22 tickets. Two people could not pair the app after the phone update, collecting logs.",
    "All twelve wheels built and checked. Tomorrow: brake pads for the fleet.",
  ],
  [
    "Belts are here. Fitted four, two to go. The torque table in the handbook helped the new apprentice a lot.",
    "4.2.1 is with 40 test riders. One report so far: the light stays on after switching off.",
    "Reproduced the pairing problem with Miro: it needs the location permission. Answered all who wrote.",
    "Fleet brake pads done on nine of fifteen bikes. Out of pads, the rest on Monday.",
  ],
  [
    "Winter services finished for this week. Blocked on the rack mount: the part is late, new date is Wednesday.",
    "The light is a wiring fault on one bike, not firmware. 4.2.1 goes out to everyone on Monday.",
    "Wrote a help page on pairing. 19 tickets left for Monday, none older than a day.",
    "Helped Hana with the belts. Sorted the spare parts shelf, it has labels now.",
  ],
  [
    "Two crash replacements came in over the weekend. Both frames are safe, both forks are not.",
    "4.2.1 is out. 1,200 bikes updated by noon, no failures.",
    "27 tickets after the weekend, nine of them happy about the range display.",
    "Last six brake pads fitted. The rental fleet is ready for inspection.",
  ],
  [
    "Replaced both forks and rode each bike for half an hour. Invoices are with Tess.",
    "3,900 bikes updated. Two failed at 98 % and recovered by themselves. Started on the theft alarm.",
    "Sent the two invoices. Updated the price list for spare parts in the handbook.",
    "Inspection passed for 14 of 15 bikes. One has a bent hanger, fixing it tomorrow.",
  ],
  [
    "The rack mount arrived a day early. Fitted it, the customer picks the bike up on Friday.",
    "The theft alarm wakes up on movement. It is still too sensitive next to a tram line.",
    "20 tickets. Someone asked for a workshop evening for beginners, I like the idea.",
    "Hanger straightened, all fifteen bikes pass. Handed the fleet over to the rental desk.",
  ],
  [
    "Trained the apprentice on torque and threadlock. Five services done, none came back.",
    "Tuned the alarm with an hour of recordings from the tram stop. No false alarms any more.",
    "Planned the workshop evening for the 14th with Jonas. 18 tickets.",
    "Prepared four stands and the tool sets for the workshop evening.",
  ],
  [
    "The customer with the rack mount came by with cake. Six bikes are booked for next week.",
    "Theft alarm goes to the test riders on Monday. Out on Tuesday, back on Wednesday.",
    "Sign-up for the workshop evening is open, 11 of 16 places taken after three hours.",
    "Counted the stock: 14 belts, 40 pads, 9 rims. Ordered rims and pads.",
  ],
];

/** In the order of the names; those without a text still have to answer. */
const updatesOfToday = [
  "Six services in, four of them done. The torn saddle from Tuesday got a new cover.",
  null,
  null,
  "Rims and pads arrived. Stocked the shelf and began with the spare wheels.",
];
