import type { Context } from "#lib/context/context.ts";
import { findProfile } from "./queries/people.ts";
import { type Profile, profile } from "./schema.ts";

/**
 * Gets an end user's profile; an empty one for guests and members, or where the stored one is no longer
 * valid.
 */
export async function getProfile(ctx: Context, userIdHash: string): Promise<Profile> {
  const stored = await findProfile(ctx, userIdHash);
  return profile.safeParse(stored ?? {}).data ?? profile.parse({});
}
