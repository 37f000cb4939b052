import type { HeldTurn } from "#db/held-turns.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";

/** How the heartbeat names a turn. */
export function heldTurn(
  { tenantId }: Context,
  { turnId, epoch }: { turnId: Id<"trn">; epoch: number },
): HeldTurn {
  return { tenant: idToUuid(tenantId), id: idToUuid(turnId), epoch };
}
