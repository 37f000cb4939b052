import type { Context } from "#lib/context/context.ts";
import { getMessageState, type MessageState } from "#lib/slack/deliveries/get-message-state.ts";
import { digestKey } from "../rounds/post-digest.ts";

/** How the digest of a round fares in the team's channel; null without one. */
export function getDigestState(ctx: Context, teamId: string, date: string): Promise<MessageState | null> {
  return getMessageState(ctx, digestKey(teamId, date));
}
