import type { Context } from "#lib/context/context.ts";
import { insertAuditEntry } from "./queries.ts";

/** What can be read in a workspace's audit log: `subject.what-happened`. */
export type AuditAction =
  | "workspace.created"
  | "workspace.changed"
  | "member.joined"
  | "member.role-changed"
  | "member.removed"
  | "invitation.made"
  | "invitation.withdrawn"
  | "key.made"
  | "key.revoked"
  | "chatbot.made"
  | "chatbot.changed"
  | "chatbot.deleted"
  | "source.added"
  | "source.changed"
  | "source.deleted"
  | "budget.changed"
  | "price.changed"
  | "person.entitlement-changed"
  | "code.made"
  | "code.withdrawn";

/**
 * Writes down who changes what, inside the change's own transaction: neither is there without the other. `details` never
 * hold texts of messages, keys or passwords.
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
