import type { Context } from "#lib/context/context.ts";
import type { AuditAction } from "./audit-action.ts";
import { insertAuditEntry } from "./queries.ts";

/**
 * Records a change in the change's own transaction, so that neither exists without the other. `details` never
 * contain message texts, keys or passwords.
 */
export async function recordAudit(
  tx: Context,
  entry: { action: AuditAction; target: string; details?: Record<string, unknown> },
): Promise<void> {
  const { actor } = tx;
  await insertAuditEntry(tx, {
    actorKind: actor.kind,
    actorId: "id" in actor ? actor.id : "",
    details: {},
    ...entry,
  });
}
