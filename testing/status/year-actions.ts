import type { Context } from "#lib/context/context.ts";
import { changeRound } from "#lib/status/commands/change-round.ts";
import { changeTeam } from "#lib/status/commands/change-team.ts";
import { submitUpdate } from "#lib/status/commands/submit-update.ts";
import { ZONES } from "./planned-year.ts";

export const slackUser = (team: string, person: string) => `U-${team}-${person}`;

export type Action = { team: string; at: string; run: (ctx: Context) => Promise<unknown> };
const away = (team: string, at: string, personId: string, from: string, until: string | null): Action => ({
  team,
  at,
  run: (ctx) => changeTeam(ctx, team, { type: "set-away", personId, away: { from, until } }),
});
const answer = (team: string, at: string, personId: string, roundDate: string): Action => ({
  team,
  at,
  run: (ctx) =>
    submitUpdate(ctx, { team_id: team, content: "Tomorrow's", author: personId, personId, roundDate }),
});
/** Snoozes that were refused. */
export const refused: string[] = [];
const snooze = (at: string, until: string): Action => ({
  team: "work",
  at: `2026-04-${at}Z`,
  run: async (ctx) => {
    const round = { teamId: "work", date: `2026-04-${at.slice(0, 2)}` };
    const command = { type: "snooze" as const, personId: "berlin", until: new Date(`2026-04-${until}Z`) };
    await changeRound(ctx, round, command).catch(({ code }: { code: string }) => {
      refused.push(`${at} until ${until}: ${code}`);
    });
  },
});

/** What people do in this year. @param zones what Slack says of people's zones */
export const actionsIn = (zones: Map<string, string>): Action[] => [
  away("work", "2026-07-30T10:00Z", "cairo", "2026-08-03", "2026-08-14"),
  away("work", "2026-11-25T10:00Z", "lordhowe", "2026-11-30", null),
  {
    team: "work",
    at: "2026-12-14T12:00Z",
    run: (ctx) => changeTeam(ctx, "work", { type: "set-away", personId: "lordhowe", away: null }),
  },
  away("weekend", "2026-05-01T10:00Z", "cairo", "2026-05-03", "2026-05-07"),
  answer("work", "2026-03-10T16:00Z", "kathmandu", "2026-03-11"),
  answer("work", "2026-09-01T18:00Z", "cairo", "2026-09-02"),
  answer("twice-berlin", "2026-06-09T20:00Z", "berlin", "2026-06-10"),
  snooze("13T07:35", "13T08:35"),
  snooze("13T08:40", "13T09:35"),
  snooze("13T09:40", "13T10:35"),
  // A fourth, and one past the closing at 15:00.
  snooze("13T10:40", "13T11:35"),
  snooze("14T07:35", "14T15:30"),
  {
    team: "work",
    // A round is open, in which they have not been asked.
    at: "2026-07-01T05:00Z",
    run: async () => zones.set(slackUser("work", "berlin"), ZONES.newyork),
  },
];
