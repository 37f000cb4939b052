import { limitAttempts } from "#lib/auth/rate-limit/limit-attempts.ts";
import { actorHash, type Context, type OperatorContext } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { hashAccessCode } from "./access-code.ts";
import { entitlementError } from "./entitlement-refusal.ts";
import { holdPerson, lockEntitlement, putEntitlement, takeAccessCode } from "./queries.ts";

const DAY_MS = 86_400_000;

/**
 * Makes whoever is in `ctx` established by a code, for as long as it is good for.
 * @throws ParleyError invalid for a code that is wrong, used up or used by them before, forbidden for guests and whoever is
 * suspended, conflict where it would end before what they have, limited after too many tries
 */
export async function redeemAccessCode(ctx: Context, operator: OperatorContext, text: string): Promise<void> {
  if (ctx.actor.kind !== "person") throw new ParleyError("forbidden", "Sign in first, then enter the code.");
  const person = actorHash(ctx);
  await limitAttempts(operator, "accessCode", `${ctx.tenantId}:${person}`);
  const hash = hashAccessCode(ctx.tenantId, text);
  await transaction(ctx, async (tx) => {
    if (!(await holdPerson(tx, person))) throw entitlementError("left");
    const now = await lockEntitlement(tx, person);
    if (now?.state === "suspended")
      throw new ParleyError(
        "forbidden",
        "Access codes can't be used while your access is suspended. Ask the owner of this chatbot.",
      );
    const code = hash ? await takeAccessCode(tx, hash, person) : null;
    if (!code) {
      const message = "This code is incorrect or has been used up.";
      throw new ParleyError("invalid", message, [{ path: "code", message }]);
    }
    const establishedUntil = code.days === null ? null : new Date(tx.now().getTime() + code.days * DAY_MS);
    if (now?.state === "established" && !isLater(establishedUntil, now.establishedUntil)) {
      const message = "You already have access for longer than this code gives. Keep it for later.";
      throw new ParleyError("conflict", message, [{ path: "code", message }]);
    }
    await putEntitlement(tx, person, { state: "established", establishedUntil, reason: null });
  });
}

/** Null is for ever. */
function isLater(one: Date | null, other: Date | null): boolean {
  if (other === null) return false;
  return one === null || one > other;
}
