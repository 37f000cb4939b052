import { setTimeout as sleep } from "node:timers/promises";
import { admitJob } from "#lib/auth/admission/admit-job.ts";
import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { singleton } from "#lib/core/singleton.ts";
import { readHead } from "../queries/events.ts";
import { findLive } from "../queries/projections.ts";
import { applyEvents } from "./apply-events.ts";
import { rebuildProjections } from "./rebuild-projections.ts";

const BUSY_PAUSE_MS = 20;
/** Another process is projecting all this time; what it leaves is found by the look every few seconds. */
const GIVE_UP_MS = 10_000;

type Run = { isWanted: boolean; ended: Promise<void> };
const runs = () => singleton("status.projecting", () => new Map<string, Run>());

/**
 * Projects all committed events of the tenant. Calls that arrive meanwhile share one more pass, which sees
 * everything that was committed before them.
 */
export function project(ctx: Context): Promise<void> {
  const running = runs().get(ctx.tenantId);
  if (running) {
    running.isWanted = true;
    return running.ended;
  }
  const run: Run = { isWanted: true, ended: Promise.resolve() };
  runs().set(ctx.tenantId, run);
  run.ended = drain(ctx, run).finally(() => runs().delete(ctx.tenantId));
  return run.ended;
}

/** `project` in the background, after a commit. If it fails, the look every few seconds repeats it. */
export function wakeProjector({ tenantId, requestId }: Context): void {
  // The caller's connection may belong to a transaction, which ends before.
  const ctx = admitJob(tenantId, requestId);
  project(ctx).catch((error: unknown) =>
    log().warn({ tenantId: ctx.tenantId, ...errorFields(error) }, "projecting failed"),
  );
}

async function drain(ctx: Context, run: Run): Promise<void> {
  while (run.isWanted) {
    run.isWanted = false;
    await catchUp(ctx);
  }
}

async function catchUp(ctx: Context): Promise<void> {
  const until = performance.now() + GIVE_UP_MS;
  for (;;) {
    const applied = await applyEvents(ctx);
    if (applied === "done") return;
    if (applied === "missing" && !(await build(ctx))) return;
    if (applied !== "busy") continue;
    if (performance.now() > until || (await isCurrent(ctx))) return;
    await sleep(BUSY_PAUSE_MS);
  }
}

/** @returns false if there is nothing to project */
async function build(ctx: Context): Promise<boolean> {
  if ((await readHead(ctx)) === 0) return false;
  await rebuildProjections(ctx).catch((error: unknown) => {
    if (!(error instanceof ParleyError) || error.code !== "conflict") throw error;
  });
  return true;
}

async function isCurrent(ctx: Context): Promise<boolean> {
  const head = await readHead(ctx);
  return ((await findLive(ctx))?.position ?? 0) >= head;
}
