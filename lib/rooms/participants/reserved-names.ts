import type { Context } from "#lib/context/context.ts";
import { listMembers } from "#lib/tenant/list-members.ts";
import { nameKey } from "./name-key.ts";

/** Names that claim authority. */
const OFFICES = ["bot", "host", "moderator", "admin", "administrator", "system", "parley"].map(nameKey);

/** Keys of names that guests may not take: those of members, and those that claim authority. */
export async function reservedNames(ctx: Context): Promise<Set<string>> {
  const members = await listMembers(ctx);
  return new Set([...OFFICES, ...members.map(({ name }) => nameKey(name))]);
}
