import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "#lib/context/context.ts";
import { sealContext } from "#lib/context/seal.ts";
import { transaction } from "#lib/context/transaction.ts";
import type { Id } from "#lib/core/ids.ts";
import { changeUpdate } from "#lib/status/commands/change-update.ts";
import { submitUpdate } from "#lib/status/commands/submit-update.ts";
import { applyTo } from "#lib/status/projection/apply-events.ts";
import { project } from "#lib/status/projection/project.ts";
import { rebuildProjections } from "#lib/status/projection/rebuild-projections.ts";
import { lockLive } from "#lib/status/queries/projections.ts";

/** What a test asks of another process on the same database; answers come back under the same number. */
export type Command = { number: number; tenantId: Id<"ten"> } & (
  | { kind: "submit"; updateId?: string; key?: string; content: string }
  | { kind: "edit"; updateId: string; content: string }
  | { kind: "remove"; updateId: string }
  | { kind: "project" }
  | { kind: "rebuild" }
  /** Projects from now on, a few events at a time, and lingers before each commit. */
  | { kind: "linger"; milliseconds: number }
  /** Applies events, says so, and commits when it is released. */
  | { kind: "hold" }
  | { kind: "release" }
);
export type Answer = { number: number; result?: unknown; error?: string };

const FEW = 20;
const held = { release: () => {}, ended: Promise.resolve() };
const say = (answer: Answer) => process.send?.(answer);

async function run(ctx: Context, command: Command): Promise<unknown> {
  switch (command.kind) {
    case "submit": {
      const { updateId: update_id, content, key } = command;
      const input = { team_id: "platform", content, author: "Ann", update_id };
      return submitUpdate(ctx, input, key ? { key, request: input } : null);
    }
    case "edit": {
      const { updateId, content } = command;
      return changeUpdate(ctx, updateId, { type: "edit", content }, null);
    }
    case "remove":
      return changeUpdate(ctx, command.updateId, { type: "remove" }, null);
    case "project":
      return project(ctx);
    case "rebuild":
      return rebuildProjections(ctx);
    case "linger":
      void linger(ctx, command.milliseconds);
      return null;
    case "hold":
      return hold(ctx);
    case "release":
      held.release();
      return held.ended;
    default:
      return command satisfies never;
  }
}

async function linger(ctx: Context, milliseconds: number): Promise<void> {
  for (;;) {
    await transaction(ctx, async (tx) => {
      const live = await lockLive(tx);
      if (!live || live === "busy") return;
      if ((await applyTo(tx, live, FEW)) > 0) await sleep(milliseconds);
    }).catch(() => undefined);
    await sleep(milliseconds);
  }
}

/** @returns the number of events that are applied and not committed */
function hold(ctx: Context): Promise<number> {
  return new Promise((resolve, reject) => {
    held.ended = transaction(ctx, async (tx) => {
      const live = await lockLive(tx);
      if (!live || live === "busy") throw new Error("The checkpoint is not free.");
      const released = new Promise<void>((release) => {
        held.release = release;
      });
      resolve(await applyTo(tx, live, 500));
      await released;
    });
    // Reported here or when it is released.
    held.ended.catch(reject);
  });
}

process.on("message", async (command: Command) => {
  const { number, tenantId } = command;
  const ctx = sealContext({ tenantId, actor: { kind: "public" } });
  try {
    say({ number, result: await run(ctx, command) });
  } catch (error) {
    say({ number, error: (error as { code?: string }).code ?? String(error) });
  }
});
process.on("disconnect", () => process.exit(0));
say({ number: 0 });
