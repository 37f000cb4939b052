import { eraseUsage } from "#lib/billing/erase-usage.ts";
import { actorHash, type Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { leaveWorkspace } from "#lib/people/leave-workspace.ts";
import { deleteOwnConversations } from "./queries/people.ts";
import { stopTurnsOf } from "./turn/stop-turn.ts";

/** What somebody has said, what was counted of them, and what they told of themselves, whoever they are to the workspace. */
export async function eraseConversations(ctx: Context): Promise<void> {
  const person = actorHash(ctx);
  await stopTurnsOf(ctx);
  await transaction(ctx, async (tx) => {
    await deleteOwnConversations(tx);
    await leaveWorkspace(tx, person);
  });
  // What they asked meanwhile is stored by now, or is refused: they are no end user any more. In a transaction of its own, since
  // an answer that ends waits for the sums the first one holds, and this one for the answer.
  await transaction(ctx, async (tx) => {
    await deleteOwnConversations(tx);
    await eraseUsage(tx, person, null);
  });
}
