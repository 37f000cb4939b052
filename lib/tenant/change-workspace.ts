import { transaction } from "#db/client.ts";
import type { Context } from "#lib/core/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { accentFaults } from "./check-accent.ts";
import { updateTenant } from "./queries.ts";
import { recordAudit } from "./record-audit.ts";
import type { WorkspaceSettings } from "./schema.ts";

/** Changes a workspace's name and looks. @throws ParleyError invalid for an accent that text cannot be read in */
export async function changeWorkspace(
  ctx: Context,
  change: { name: string; settings: WorkspaceSettings },
): Promise<void> {
  const { accent } = change.settings;
  const [fault] = accent ? accentFaults(accent) : [];
  if (fault) throw new ParleyError("invalid", fault, [{ path: "accent", message: fault }]);
  await transaction(ctx, async (tx) => {
    await updateTenant(tx, change);
    await recordAudit(tx, {
      action: "workspace.changed",
      target: ctx.tenantId,
      details: { name: change.name, accent, hasLogo: change.settings.logo !== null },
    });
  });
}
