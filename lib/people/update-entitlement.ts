import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound } from "#lib/core/errors.ts";
import { type Id, isId } from "#lib/core/ids.ts";
import { openAccess } from "#lib/tenant/schema.ts";
import { findAccessPolicy, putEntitlement } from "./queries/entitlements.ts";
import { listPeopleRows, lockPersonOfUser } from "./queries/people.ts";
import type { EntitlementChange, PersonSummary } from "./schema.ts";
import { summarizePerson } from "./summarize-person.ts";

/**
 * Gives an end user full access, suspends them, or returns them to their trial.
 * @returns the person with the new entitlement
 * @throws ParleyError not_found
 */
export async function updateEntitlement(
  ctx: Context,
  userId: string,
  change: EntitlementChange,
): Promise<PersonSummary> {
  if (!isId("usr", userId)) throw notFound("person");
  return transaction(ctx, async (tx) => {
    const userIdHash = await lockPersonOfUser(tx, userId);
    if (!userIdHash) throw notFound("person");
    const { state } = change;
    const until = state === "established" ? change.until : null;
    await putEntitlement(tx, userIdHash, {
      state,
      approvedUntil: until ? new Date(until) : null,
      reason: state === "suspended" ? change.reason || null : null,
    });
    await recordAudit(tx, {
      action: "person.entitlement-changed",
      target: userId as Id<"usr">,
      details: { state, until },
    });
    const [[row], access] = [
      await listPeopleRows(tx, { only: userId, limit: 1 }),
      await findAccessPolicy(tx),
    ];
    if (!row) throw notFound("person");
    return summarizePerson(row, { ...openAccess, ...access }, tx.now());
  });
}
