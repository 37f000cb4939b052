import type { Context } from "#lib/context/context.ts";
import { listThreadKeys } from "../queries/deliveries.ts";

/** The keys of the messages in the thread of another, in order. */
export function listThread(ctx: Context, threadKey: string): Promise<string[]> {
  return listThreadKeys(ctx, threadKey);
}
