import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { claimAddress, releaseAddress, retargetShowcase } from "../queries/addresses.ts";

/** Claims a chatbot's new public address and releases the old one. @returns false if the new one is taken */
export async function moveChatbotAddress(
  tx: Context,
  { chatbotId, from, to }: { chatbotId: Id<"bot">; from: string; to: string },
): Promise<boolean> {
  if (!(await claimAddress(tx, "chatbot", to, chatbotId))) return false;
  await releaseAddress(tx, "chatbot", from);
  await retargetShowcase(tx, from, to);
  return true;
}

/** Releases a chatbot's public address, also on the home page. */
export async function releaseChatbotAddress(tx: Context, handle: string): Promise<void> {
  await releaseAddress(tx, "chatbot", handle);
  await retargetShowcase(tx, handle, null);
}
