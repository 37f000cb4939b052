import { isDeepStrictEqual } from "node:util";
import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { accentFaults } from "./check-accent.ts";
import { getWorkspace } from "./get-workspace.ts";
import { updateTenant } from "./queries/tenants.ts";
import type { SettingsChange, Workspace } from "./schema.ts";

/**
 * Changes a workspace's name, appearance, security requirement or access policy. Omitted fields keep their
 * values.
 * @param hasSecondFactor of the actor, who must not lock themselves out with a requirement
 * @throws ParleyError invalid for an accent that makes text unreadable, or for a second factor requirement by
 * an actor without one
 */
export async function updateWorkspace(
  ctx: Context,
  change: { name: string; settings: SettingsChange },
  hasSecondFactor: boolean,
): Promise<void> {
  const { accent, logo, ...rest } = change.settings;
  const [fault] = accent ? accentFaults(accent) : [];
  if (fault) throw new ParleyError("invalid", fault, [{ path: "accent", message: fault }]);
  if (rest.requireSecondFactor && !hasSecondFactor) {
    const message = "Turn on two-factor authentication in your own account first.";
    throw new ParleyError("invalid", message, [{ path: "requireSecondFactor", message }]);
  }
  await transaction(ctx, async (tx) => {
    const before = await getWorkspace(tx);
    await updateTenant(tx, change);
    await recordAudit(tx, {
      action: "workspace.changed",
      target: ctx.tenantId,
      details: {
        name: change.name,
        accent,
        hasLogo: logo === undefined ? undefined : logo !== null,
        ...rest,
        fields: changedFields(before, change),
      },
    });
  });
}

/** Returns the names of the settings that differ. */
function changedFields(
  before: Workspace,
  { name, settings }: { name: string; settings: SettingsChange },
): string[] {
  const { access: oldAccess, ...old } = before.settings;
  const { access = {}, ...given } = settings;
  const now: Record<string, unknown> = { name: before.name, ...old, ...oldAccess };
  return Object.entries({ name, ...given, ...access })
    .filter(([field, value]) => value !== undefined && !isDeepStrictEqual(value, now[field]))
    .map(([field]) => field);
}
