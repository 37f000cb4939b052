import type { Role } from "#lib/access/role.ts";
import type { Context } from "#lib/context/context.ts";
import * as queries from "./queries/members.ts";

export type Member = { id: string; name: string; email: string; role: Role; since: string };

export async function listMembers(ctx: Context): Promise<Member[]> {
  const rows = await queries.listMembers(ctx);
  return rows.map((row) => ({ ...row, since: row.since.toISOString() }));
}
