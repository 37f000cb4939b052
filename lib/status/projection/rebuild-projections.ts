import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { deleteRetired, lockBuilding, lockLive, makeLive, startGeneration } from "../queries/projections.ts";
import { applyTo } from "./apply-events.ts";

const PAGE = 5_000;

const overtaken = () =>
  new ParleyError("conflict", "Another rebuild of these projections has started. It replaces this one.");

/**
 * Makes the projections again from the first event, as a generation beside the one that is read, and then
 * replaces it in one step. @returns the number of events
 * @throws ParleyError conflict if another rebuild has started meanwhile
 */
export async function rebuildProjections(ctx: Context): Promise<number> {
  const { generation } = await transaction(ctx, startGeneration);
  let applied = 0;
  for (let count = PAGE; count === PAGE; applied += count) {
    count = await transaction(ctx, async (tx) => {
      const checkpoint = await lockBuilding(tx, generation);
      if (!checkpoint) throw overtaken();
      return applyTo(tx, checkpoint, PAGE);
    });
  }
  await transaction(ctx, async (tx) => {
    await lockLive(tx, true);
    const checkpoint = await lockBuilding(tx, generation);
    if (!checkpoint) throw overtaken();
    for (let count = PAGE; count === PAGE; applied += count) count = await applyTo(tx, checkpoint, PAGE);
    await makeLive(tx, generation);
  });
  // Afterwards, because it takes long and nobody should wait for it.
  await transaction(ctx, deleteRetired);
  return applied;
}
