import { createHash, timingSafeEqual } from "node:crypto";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { chatbotAccessOf } from "./admission-cache.ts";

/**
 * Whether a chatbot is open to the caller in a context: always to members, keys and jobs of its workspace,
 * but to a key for one chatbot only if it is this one; to anyone else if it is public or they came by its
 * link.
 */
export async function isOpenTo({ tenantId, actor }: Context, chatbotId: Id<"bot">): Promise<boolean> {
  const door = await chatbotAccessOf(tenantId, chatbotId);
  if (!door) return false;
  if (actor.kind === "apiKey") return !actor.chatbotId || actor.chatbotId === chatbotId;
  if (actor.kind === "participant") return false;
  if (actor.kind !== "visitor" && actor.kind !== "person" && actor.kind !== "public") return true;
  switch (door.visibility) {
    case "public":
      return true;
    case "members":
      return false;
    case "link": {
      const { linkToken } = door;
      const links = "links" in actor ? (actor.links ?? []) : [];
      return linkToken !== null && links.some((link) => isSame(link, linkToken));
    }
  }
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
