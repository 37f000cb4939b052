import type { Context } from "#lib/context/context.ts";
import { listMembers } from "#lib/tenant/list-members.ts";
import { nameKey } from "./name-key.ts";

/** Names that sound like an office. */
const OFFICES = ["bot", "host", "moderator", "admin", "administrator", "system", "parley"].map(nameKey);

/** Keys of names that guests may not take: those of the workspace's members, and of offices. */
export async function reservedNames(ctx: Context): Promise<Set<string>> {
  const members = await listMembers(ctx);
  return new Set([...OFFICES, ...members.map(({ name }) => nameKey(name))]);
}
