import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { releaseAddress, retargetShowcase } from "../queries/addresses.ts";
import { reserveFormerAddress } from "../queries/former-addresses.ts";
import { reserveHandle } from "./reserve-handle.ts";

/**
 * Claims a chatbot's new public address and gives up the old one, which leads to the chatbot for 30 more
 * days.
 * @returns false if the new one is taken
 */
export async function moveChatbotAddress(
  tx: Context,
  { chatbotId, from, to }: { chatbotId: Id<"bot">; from: string; to: string },
): Promise<boolean> {
  if (!(await reserveHandle(tx, { kind: "chatbot", value: to, targetId: chatbotId }))) return false;
  await releaseAddress(tx, "chatbot", from);
  await reserveFormerAddress(tx, "chatbot", from, chatbotId);
  await retargetShowcase(tx, from, to);
  return true;
}

/**
 * Gives up a deleted chatbot's public address and its place on the home page. No other workspace can take the
 * address for 30 days.
 */
export async function releaseChatbotAddress(
  tx: Context,
  { chatbotId, handle }: { chatbotId: Id<"bot">; handle: string },
): Promise<void> {
  await releaseAddress(tx, "chatbot", handle);
  await reserveFormerAddress(tx, "chatbot", handle, chatbotId);
  await retargetShowcase(tx, handle, null);
}
