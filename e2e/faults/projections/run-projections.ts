import { appLogin } from "#bench/app-login.ts";
import { percentile } from "#bench/table.ts";
import { closeStorage } from "#db/storage.ts";
import type { Context } from "#lib/context/context.ts";
import { resetEnv } from "#lib/core/env.ts";
import { registerTeam } from "#lib/status/commands/register-team.ts";
import { registerTeamInput } from "#lib/status/schema.ts";
import { startOwnServices } from "#testing/postgres/services.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { readWorkspace } from "#testing/status/read-workspace.ts";
import { seededRandom } from "../random.ts";
import { checkProjections } from "./check-projections.ts";
import { harm } from "./harm-projectors.ts";
import type { ProjectionJournal, StoredWorkspace } from "./projection-journal.ts";
import { ProjectorCrowd } from "./projector-crowd.ts";
import { readAlong, writeAlong } from "./write-updates.ts";

const WORKSPACES = 2;
const PROCESSES = 4;
const PEOPLE = 8;

/**
 * Processes that write and project are killed at random points, paused, and frozen inside a transaction until
 * another takes over, while rebuilds start, overtake each other and are killed too.
 */
export async function runProjections({ seed, minutes }: { seed: number; minutes: number }) {
  const random = seededRandom(seed);
  const journal: ProjectionJournal = {
    written: [],
    half: [],
    late: [],
    readings: 0,
    takeoversMs: [],
    faults: [],
  };
  const started = performance.now();
  const services = await startOwnServices();
  const login = await appLogin(services.databaseUrl);
  Object.assign(process.env, login, { LOG_LEVEL: "silent", REDIS_URL: "" });
  resetEnv();
  const crowd = new ProjectorCrowd(random);
  try {
    const contexts: Context[] = [];
    while (contexts.length < WORKSPACES) contexts.push(await makeWorkspace());
    await crowd.gather(PROCESSES, contexts);
    const until = performance.now() + minutes * 60_000;
    const isOver = () => performance.now() >= until;
    const people = Array.from({ length: PEOPLE }, () =>
      writeAlong({ crowd, contexts, journal, random, isOver }),
    );
    const writing = Promise.all(people);
    await Promise.all([
      writing,
      harm({ crowd, contexts, journal, random, isOver }),
      ...contexts.map((ctx) => readAlong({ ctx, journal, isOver })),
    ]);
    await crowd.end();
    const stored: StoredWorkspace[] = [];
    for (const ctx of contexts) stored.push(await readWorkspace(ctx));
    const counted = Map.groupBy(journal.faults, ({ fault }) => fault);
    return {
      scenario: "projections",
      seed,
      seconds: Math.round((performance.now() - started) / 1_000),
      faults: [...counted].map(([fault, all]) => `${fault} ${all.length}`).join(", "),
      ...report(journal, stored),
      notes: [],
    };
  } finally {
    await crowd.end();
    await closeStorage();
    await services.stop();
  }
}

async function makeWorkspace(): Promise<Context> {
  const { ctx } = await makeTenant();
  const team = { team_id: "platform", name: "Platform", slack_channel: "" };
  await registerTeam(ctx, registerTeamInput.parse(team));
  return ctx;
}

function report(journal: ProjectionJournal, stored: StoredWorkspace[]) {
  const { broken, violations } = checkProjections(journal, stored);
  const steps = journal.written.flatMap((one) => one.steps);
  const takeovers = journal.takeoversMs;
  return {
    report: {
      updates: journal.written.length,
      commands: steps.length,
      acknowledged: steps.filter(({ acknowledged }) => acknowledged).length,
      "sent again": steps.filter(({ refusals }) => refusals.length > 0).length,
      events: stored.reduce((sum, { head }) => sum + head, 0),
      readings: journal.readings,
      "taken over after, ms":
        takeovers.length === 0
          ? "none"
          : `p50 ${percentile(takeovers, 0.5).toFixed(0)}, worst ${Math.max(...takeovers).toFixed(0)}`,
      broken,
    },
    violations,
  };
}
