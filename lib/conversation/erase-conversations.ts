import { eraseEvents } from "#lib/analytics/erase-events.ts";
import { eraseUsage } from "#lib/billing/erase-usage.ts";
import { actorHash, type Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { leaveWorkspace } from "#lib/people/leave-workspace.ts";
import { deleteOwnConversations } from "./queries/people.ts";
import { stopOwnTurns } from "./turn/stop-turn.ts";

/** Erases the conversations, usage, entitlement and profile of the person in `ctx`. */
export async function eraseConversations(ctx: Context): Promise<void> {
  const person = actorHash(ctx);
  await stopOwnTurns(ctx);
  await transaction(ctx, async (tx) => {
    await deleteOwnConversations(tx);
    await leaveWorkspace(tx, person);
  });
  // Again, for questions stored during the first transaction; later ones are rejected. Separate, because an
  // ending answer waits for the usage rows that the first one locks, and this one waits for the answer.
  await transaction(ctx, async (tx) => {
    await deleteOwnConversations(tx);
    await eraseUsage(tx, person, null);
  });
  await eraseEvents(ctx, person);
}
