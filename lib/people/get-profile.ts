import type { Context } from "#lib/context/context.ts";
import { findProfile } from "./queries.ts";
import { type Profile, profile } from "./schema.ts";

/** What an end user has told of themselves; nothing for guests and members, and of what no longer fits. */
export async function getProfile(ctx: Context, userIdHash: string): Promise<Profile> {
  const told = await findProfile(ctx, userIdHash);
  return profile.safeParse(told ?? {}).data ?? profile.parse({});
}
