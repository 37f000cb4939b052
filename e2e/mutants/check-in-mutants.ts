import type { Mutant } from "./list.ts";

const year = { project: "pure", test: "lib/status/rounds/year-of-rounds.test.ts" } as const;
const store = { project: "integration", test: "lib/status/check-ins.integration.test.ts" } as const;

/** Bugs in the store of check-ins, their projections, and the scheduler. */
export const checkInMutants: Mutant[] = [
  {
    name: "rounds: only today's round of the team's zone is looked for",
    file: "lib/status/clock/due.ts",
    find: "[-2, -1, 0, 1].flatMap",
    put: "[0].flatMap",
    ...year,
  },
  {
    name: "rounds: one is opened however little is left of it",
    file: "lib/status/clock/due.ts",
    find: "<= PROMPT_MS || isTimeLeft(closesAt, now);",
    put: "<= PROMPT_MS || now < closesAt;",
    ...year,
  },
  {
    name: "rounds: moments are remembered for all zones alike",
    file: "lib/core/local-time.ts",
    find: "time.minute, timeZone].join",
    put: "time.minute].join",
    ...year,
  },
  {
    name: "rounds: a new zone counts in the open round",
    file: "lib/status/rounds/sync-slack-people.ts",
    find: "if (moved.length === 0 || (await hasOpenRound(ctx, team.teamId))) continue;",
    put: "if (moved.length === 0 || (await hasOpenRound(ctx, ctx.tenantId))) continue;",
    ...year,
  },
  {
    name: "rounds: who answered the evening before is asked",
    file: "lib/status/rounds/expected-of.ts",
    find: "if (answer) return",
    put: "if (answer && updates.length > 1) return",
    ...year,
  },
  {
    name: "rounds: a snooze past the closing is accepted",
    file: "lib/status/model/round.ts",
    find: "if (command.until.getTime() >= Date.parse(state.closesAt))",
    put: "if (command.until.getTime() < now.getTime())",
    ...year,
  },
  {
    name: "rounds: workspaces with check-ins are not visited",
    file: "lib/status/queries/instance.ts",
    find: "from projections.checkpoints where state = 'live'`",
    put: "from projections.checkpoints where state = 'retired'`",
    ...store,
  },
  {
    name: "events: a wrong expectation is accepted",
    file: "drizzle/0034_append_by_index.sql",
    find: "WHERE coalesce(n.version, 0) <> e.version LIMIT 1;",
    put: "WHERE coalesce(n.version, 0) <> e.version AND false LIMIT 1;",
    ...store,
  },
  {
    name: "projections: rows of an earlier page are not read",
    file: "lib/status/projection/apply-events.ts",
    find: "({ version }) => version === 1",
    put: "({ version }) => version > 0",
    ...store,
  },
  {
    name: "projections: a replaced generation stays",
    file: "lib/status/projection/rebuild-projections.ts",
    find: "  await transaction(ctx, deleteRetired);\n",
    put: "",
    ...store,
  },
  {
    name: "chaos of projections: readings of half do not count",
    file: "e2e/faults/projections/check-projections.ts",
    find: '  for (const what of half) tell("half", what);\n',
    put: "",
    project: "pure",
    test: "e2e/faults/projections/check-projections.test.ts",
  },
];
