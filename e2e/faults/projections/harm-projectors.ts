import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "#lib/context/context.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { projectedPosition } from "#testing/status/read-workspace.ts";
import type { Random } from "../random.ts";
import type { ProjectionJournal } from "./projection-journal.ts";
import type { Place, ProjectorCrowd } from "./projector-crowd.ts";

/** Postgres ends a transaction that has been idle for ten seconds; a busy machine may take longer. */
const TAKEOVER_MS = 60_000;
const LOOKS = 60;

type Harm = {
  crowd: ProjectorCrowd;
  contexts: readonly Context[];
  journal: ProjectionJournal;
  random: Random;
  isOver(): boolean;
};

/** All faults, until the time is over. Afterwards nothing is frozen. */
export async function harm(all: Harm): Promise<void> {
  await Promise.all([killAndPause(all), freeze(all), rebuild(all)]);
}

const note = ({ journal }: Harm, fault: string) => journal.faults.push({ at: performance.now(), fault });

async function killAndPause(all: Harm): Promise<void> {
  const { crowd, random, isOver } = all;
  while (!isOver()) {
    await sleep(random.between(500, 2_000));
    const place = isOver() ? null : crowd.take();
    if (!place) continue;
    if (random.chance(0.7)) {
      const isThere = random.chance(0.7) && (await seeTransaction(place));
      note(all, isThere ? "killed in a transaction" : "killed");
      await crowd.replace(place);
    } else {
      note(all, "paused");
      place.process.child.kill("SIGSTOP");
      await sleep(random.between(100, 4_000));
      place.process.child.kill("SIGCONT");
    }
    place.isTaken = false;
  }
}

/** Waits until a process has begun a transaction. @returns false if it did not within a second or so */
async function seeTransaction({ name }: Place): Promise<boolean> {
  const seen = "select 1 from pg_stat_activity where application_name = $1 and xact_start is not null";
  for (let look = 0; look < LOOKS; look += 1) {
    if ((await asOwner(seen, [name])).length > 0) return true;
    await sleep(5);
  }
  return false;
}

/** Freezes a process between its writes and its commit until another has taken over, and wakes it. */
async function freeze(all: Harm): Promise<void> {
  const { crowd, contexts, random, isOver } = all;
  while (!isOver()) {
    const place = crowd.take();
    if (place) await freezeOne(all, place, random.pick(contexts));
    await sleep(random.between(50, 300));
  }
}

async function freezeOne(all: Harm, place: Place, ctx: Context): Promise<void> {
  const { journal } = all;
  const { tenantId } = ctx;
  const { process } = place;
  try {
    const held = await process.ask({ kind: "hold", tenantId });
    if (held.error !== undefined) return;
    if (held.result === 0) {
      await process.ask({ kind: "release", tenantId });
      return;
    }
    process.child.kill("SIGSTOP");
    note(all, "frozen in a transaction");
    // Nobody can move it while the frozen one has its lock.
    const before = await projectedPosition(ctx);
    const frozenAt = performance.now();
    const until = frozenAt + TAKEOVER_MS;
    while ((await projectedPosition(ctx)) <= before && performance.now() < until) await sleep(50);
    if (performance.now() >= until) journal.half.push(`${tenantId}: nobody took over at ${before}`);
    journal.takeoversMs.push(performance.now() - frozenAt);
    process.child.kill("SIGCONT");
    const late = await process.ask({ kind: "release", tenantId });
    if (late.error === undefined) journal.late.push(`${tenantId}: at ${before}`);
  } finally {
    place.isTaken = false;
  }
}

async function rebuild(all: Harm): Promise<void> {
  const { crowd, contexts, random, isOver } = all;
  while (!isOver()) {
    await sleep(random.between(200, 2_500));
    if (isOver()) return;
    const { tenantId } = random.pick(contexts);
    const { error } = await crowd.any().ask({ kind: "rebuild", tenantId });
    note(all, error === undefined ? "rebuilt" : `rebuild ended: ${error.slice(0, 60)}`);
  }
}
