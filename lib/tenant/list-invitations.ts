import type { Role } from "#lib/access/role.ts";
import type { Context } from "#lib/context/context.ts";
import { listOpenInvitations } from "./queries/members.ts";

export type OpenInvitation = { id: string; email: string | null; role: Role; expiresAt: string };

/** Lists invitations that can still be accepted. Their links are not stored. */
export async function listInvitations(ctx: Context): Promise<OpenInvitation[]> {
  const rows = await listOpenInvitations(ctx);
  return rows.map(({ id, email, role, expiresAt }) => ({
    id,
    email,
    role,
    expiresAt: expiresAt.toISOString(),
  }));
}
