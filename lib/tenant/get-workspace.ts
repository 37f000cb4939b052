import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { findTenantRow } from "./queries/tenants.ts";
import { type Workspace, workspaceSettings } from "./schema.ts";

/** Returns the workspace with its name, address and appearance. */
export async function getWorkspace(ctx: Context): Promise<Workspace> {
  const row = await findTenantRow(ctx);
  if (!row) throw notFound("workspace");
  return {
    ...row,
    settings: workspaceSettings.parse(row.settings),
    deleteAt: row.deleteAt?.toISOString() ?? null,
  };
}
