import type { Role } from "#lib/access/role.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { listWorkspacesOf } from "./queries/members.ts";

export type WorkspaceOption = {
  id: string;
  slug: string;
  name: string;
  role: Role;
  /** When it is deleted; null unless an owner has asked for it. */
  deleteAt: string | null;
};

/** Lists the workspaces a person is a member of, by name. */
export async function listWorkspaces(
  operator: OperatorContext,
  userId: Id<"usr">,
): Promise<WorkspaceOption[]> {
  const rows = await listWorkspacesOf(operator, userId);
  return rows.map(({ deleteAt, ...row }) => ({ ...row, deleteAt: deleteAt?.toISOString() ?? null }));
}
