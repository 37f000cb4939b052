import type { Context } from "#lib/context/context.ts";
import { findNewestText } from "../queries/deliveries.ts";
import type { SlackMessage } from "../schema.ts";

/** The newest text of a message that is stored under a key, sent or about to be; null if there is none. */
export function findMessage(ctx: Context, key: string): Promise<SlackMessage | null> {
  return findNewestText(ctx, key);
}
