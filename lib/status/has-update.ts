import type { Context } from "#lib/context/context.ts";
import { findUpdate } from "./queries/reads.ts";

/** Whether an update exists, and has not been deleted. */
export async function hasUpdate(ctx: Context, updateId: string): Promise<boolean> {
  return (await findUpdate(ctx, updateId)) !== null;
}
