import type { Context } from "#lib/context/context.ts";
import { importEvents } from "#lib/status/import/import-events.ts";
import { planImport } from "#lib/status/import/plan-import.ts";

const DEMO_TEAM = "workshop";
const DAY_MS = 86_400_000;

/** Registers the demo's team with updates of the last ten working days, once: its events have fixed ids. */
export async function createDemoTeam(ctx: Context): Promise<void> {
  const days = workingDaysBefore(ctx.now(), demoUpdates.length);
  const registered = {
    id: "demo:team",
    type: "team.registered",
    aggregateId: DEMO_TEAM,
    version: 1,
    metadata: null,
    timestamp: at(days[0] ?? ctx.now(), 8, 0),
    data: {
      teamId: DEMO_TEAM,
      name: "Workshop",
      slack_channel: "",
      poll_schedule: "mon-fri 16:30",
      timeZone: "Europe/Berlin",
      members: names.map((name) => ({ personId: `name:${name}`, name })),
    },
  };
  const submitted = demoUpdates.flatMap((texts, day) =>
    texts.map((content, index) => ({
      id: `demo:update:${day}:${index}`,
      type: "update.submitted",
      aggregateId: `demo-${day}-${index}`,
      version: 1,
      metadata: null,
      timestamp: at(days[day] ?? ctx.now(), 15, 31 + 7 * index),
      data: {
        update_id: `demo-${day}-${index}`,
        team_id: DEMO_TEAM,
        content,
        author: names[index],
        personId: `name:${names[index]}`,
      },
    })),
  );
  await importEvents(ctx, planImport({ events: [registered, ...submitted], teams: [], updates: [] }, {}));
}

function at(day: Date, hour: number, minute: number): string {
  return new Date(
    Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), hour, minute),
  ).toISOString();
}

/** The oldest first; today is not among them. */
function workingDaysBefore(now: Date, count: number): Date[] {
  const days: Date[] = [];
  for (let back = 1; days.length < count; back += 1) {
    const day = new Date(now.getTime() - back * DAY_MS);
    if (day.getUTCDay() % 6 !== 0) days.unshift(day);
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
