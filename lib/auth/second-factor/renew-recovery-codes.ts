import type { OperatorContext } from "#lib/context/context.ts";
import { operatorTransaction } from "#lib/context/transaction.ts";
import type { Id } from "#lib/core/ids.ts";
import { replaceRecoveryCodes } from "../queries/second-factor.ts";
import { hashRecoveryCode, newRecoveryCodes } from "./recovery-code.ts";
import { verifySecondFactor } from "./verify-second-factor.ts";

/** Replaces the recovery codes. The new ones are shown only once. @throws ParleyError invalid, limited */
export async function renewRecoveryCodes(
  operator: OperatorContext,
  userId: Id<"usr">,
  code: string,
): Promise<{ recoveryCodes: string[] }> {
  await verifySecondFactor(operator, userId, code);
  const recoveryCodes = newRecoveryCodes();
  const hashes = recoveryCodes.map((one) => hashRecoveryCode(userId, one));
  await operatorTransaction(operator, (tx) => replaceRecoveryCodes(tx, userId, hashes));
  return { recoveryCodes };
}
