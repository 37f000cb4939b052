import type { Role } from "#lib/access/role.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import type { Id } from "#lib/core/ids.ts";
import { insertMember } from "./queries/members.ts";

/** Adds a member without an invitation, for the operator. An existing member keeps their role. */
export async function addMember(ctx: Context, userId: Id<"usr">, role: Role): Promise<void> {
  await transaction(ctx, async (tx) => {
    if (!(await insertMember(tx, userId, role))) return;
    await recordAudit(tx, { action: "member.joined", target: userId, details: { role } });
  });
}
