import { sealContext } from "#lib/context/seal.ts";
import { transaction } from "#lib/context/transaction.ts";
import type { Id } from "#lib/core/ids.ts";
import { submitUpdate } from "#lib/status/commands/submit-update.ts";
import { applyTo } from "#lib/status/projection/apply-events.ts";
import { project } from "#lib/status/projection/project.ts";
import { lockLive } from "#lib/status/queries/projections.ts";

/** What a test asks of another process on the same database; answers come back under the same number. */
export type Command = { number: number; tenantId: Id<"ten"> } & (
  | { kind: "submit"; updateId?: string; key?: string; content: string }
  | { kind: "project" }
  /** Applies events, says so, and commits when it is released. */
  | { kind: "hold" }
  | { kind: "release" }
);
export type Answer = { number: number; result?: unknown; error?: string };

const held = { release: () => {}, ended: Promise.resolve() };
const say = (answer: Answer) => process.send?.(answer);

process.on("message", async (command: Command) => {
  const { number, tenantId, kind } = command;
  const ctx = sealContext({ tenantId, actor: { kind: "public" } });
  try {
    if (kind === "submit") {
      const { updateId: update_id, content, key } = command;
      const input = { team_id: "platform", content, author: "Ann", update_id };
      say({ number, result: await submitUpdate(ctx, input, key ? { key, request: input } : null) });
    } else if (kind === "project") {
      await project(ctx);
      say({ number });
    } else if (kind === "release") {
      held.release();
      await held.ended;
      say({ number });
    } else {
      held.ended = transaction(ctx, async (tx) => {
        const live = await lockLive(tx);
        if (!live || live === "busy") throw new Error("The checkpoint is not free.");
        const released = new Promise<void>((resolve) => {
          held.release = resolve;
        });
        say({ number, result: await applyTo(tx, live, 500) });
        await released;
      });
      // Reported when it is released.
      held.ended.catch(() => undefined);
    }
  } catch (error) {
    say({ number, error: (error as { code?: string }).code ?? String(error) });
  }
});
process.on("disconnect", () => process.exit(0));
say({ number: 0 });
