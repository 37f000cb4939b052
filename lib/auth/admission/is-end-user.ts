import type { Id } from "#lib/core/ids.ts";
import { hasJoined, membershipOf } from "./admission-cache.ts";

/** Members are not end users: they are admitted as members or not at all. */
export async function isEndUser(tenantId: Id<"ten">, userId: Id<"usr">): Promise<boolean> {
  return (await hasJoined(tenantId, userId)) && (await membershipOf(tenantId, userId)) === null;
}
