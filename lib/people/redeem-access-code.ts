import { actorHash, type Context, type OperatorContext } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { limitAttempts } from "#lib/limits/limit-attempts.ts";
import { hashAccessCode } from "./access-code.ts";
import { entitlementError } from "./entitlement-refusal.ts";
import { consumeAccessCode } from "./queries/access-codes.ts";
import { lockEntitlement, putEntitlement } from "./queries/entitlements.ts";
import { lockPerson } from "./queries/people.ts";

const DAY_MS = 86_400_000;

/**
 * Gives the person in `ctx` full access by a code, for as long as the code says.
 * @throws ParleyError invalid for a code that is wrong, used up or already used by them, forbidden for guests
 * and suspended people, conflict where their access already lasts longer, limited after too many attempts
 */
export async function redeemAccessCode(ctx: Context, operator: OperatorContext, text: string): Promise<void> {
  if (ctx.actor.kind !== "person") throw new ParleyError("forbidden", "Sign in first, then enter the code.");
  const person = actorHash(ctx);
  await limitAttempts(operator, "accessCode", `${ctx.tenantId}:${person}`);
  const hash = hashAccessCode(ctx.tenantId, text);
  await transaction(ctx, async (tx) => {
    if (!(await lockPerson(tx, person))) throw entitlementError("left");
    const now = await lockEntitlement(tx, person);
    if (now?.state === "suspended")
      throw new ParleyError(
        "forbidden",
        "Access codes can't be used while your access is suspended. Ask the owner of this chatbot.",
      );
    const code = hash ? await consumeAccessCode(tx, hash, person) : null;
    if (!code) {
      const message = "This code is incorrect or has already been used up.";
      throw new ParleyError("invalid", message, [{ path: "code", message }]);
    }
    const approvedUntil = code.days === null ? null : new Date(tx.now().getTime() + code.days * DAY_MS);
    if (now?.state === "established" && !isLater(approvedUntil, now.approvedUntil)) {
      const message =
        "Your access already lasts longer than this code would give you. Save the code for later.";
      throw new ParleyError("conflict", message, [{ path: "code", message }]);
    }
    await putEntitlement(tx, person, { state: "established", approvedUntil, reason: null });
  });
}

/** Null: never expires. */
function isLater(one: Date | null, other: Date | null): boolean {
  if (other === null) return false;
  return one === null || one > other;
}
