import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "#lib/context/context.ts";
import type { Body } from "#testing/status/other-process.ts";
import { readUpdates } from "#testing/status/read-workspace.ts";
import type { Random } from "../random.ts";
import type { ProjectionJournal, Step, Written } from "./projection-journal.ts";
import type { ProjectorCrowd } from "./projector-crowd.ts";

/** A process that does not answer within this time is frozen: the command is sent to another. */
const PATIENCE_MS = 3_000;
const ATTEMPTS = 60;
const EDITS = 0.4;
const REMOVALS = 0.15;
const READ_EVERY_MS = 200;

type Writing = {
  crowd: ProjectorCrowd;
  contexts: readonly Context[];
  journal: ProjectionJournal;
  random: Random;
  isOver(): boolean;
};

/** Submits updates, edits and removes some, and sends each command until it is acknowledged. */
export async function writeAlong({ crowd, contexts, journal, random, isOver }: Writing): Promise<void> {
  while (!isOver()) {
    const { tenantId } = random.pick(contexts);
    const updateId = `u-${journal.written.length + 1}`;
    const written: Written = { tenantId, updateId, steps: [] };
    journal.written.push(written);
    const submit = { kind: "submit" as const, tenantId, updateId, key: updateId, content: updateId };
    await send(crowd, written, "submit", submit);
    if (random.chance(EDITS)) {
      const content = `${updateId} edited`;
      await send(crowd, written, "edit", { kind: "edit", tenantId, updateId, content });
    }
    if (random.chance(REMOVALS)) await send(crowd, written, "remove", { kind: "remove", tenantId, updateId });
    await sleep(random.between(20, 150));
  }
}

async function send(crowd: ProjectorCrowd, written: Written, kind: Step["kind"], command: Body) {
  const content = "content" in command ? command.content : "";
  const step: Step = { kind, content, acknowledged: null, refusals: [] };
  written.steps.push(step);
  while (step.refusals.length < ATTEMPTS) {
    const patience = new AbortController();
    const answer = await Promise.race([
      crowd.any().ask(command),
      sleep(PATIENCE_MS, { error: "silent", result: null }, { signal: patience.signal }),
    ]);
    patience.abort();
    if (answer.error === undefined) {
      step.acknowledged = answer.result as Step["acknowledged"];
      return;
    }
    step.refusals.push(answer.error);
    await sleep(50);
  }
}

type Reading = { ctx: Context; journal: ProjectionJournal; isOver(): boolean };

/** Reads a workspace all the time: what a position includes must be there, whatever is being rebuilt. */
export async function readAlong({ ctx, journal, isOver }: Reading): Promise<void> {
  let newest = 0;
  while (!isOver()) {
    const before = journal.written.filter(({ tenantId }) => tenantId === ctx.tenantId);
    const { position, rows } = await readUpdates(ctx);
    journal.readings += 1;
    if (position < newest) journal.half.push(`position ${position} after ${newest}`);
    newest = Math.max(newest, position);
    const seen = new Set(rows.map(({ updateId }) => updateId));
    const missing = before.filter(
      ({ updateId, steps }) =>
        isIncluded(steps[0], position) && !steps.some(({ kind }) => kind === "remove") && !seen.has(updateId),
    );
    if (missing.length > 0)
      journal.half.push(
        `${missing.length} of ${rows.length} at position ${position}: ${missing[0]?.updateId}`,
      );
    await sleep(READ_EVERY_MS);
  }
}

const isIncluded = (step: Step | undefined, position: number) =>
  step?.acknowledged !== null && step !== undefined && step.acknowledged.position <= position;
