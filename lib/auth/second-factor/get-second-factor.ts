import type { OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { countRecoveryCodes, findSecondFactor } from "../queries/second-factor.ts";
import type { SecondFactorView } from "../schema.ts";

export async function getSecondFactor(
  operator: OperatorContext,
  userId: Id<"usr">,
): Promise<SecondFactorView> {
  const [factor, recoveryCodesLeft] = await Promise.all([
    findSecondFactor(operator, userId),
    countRecoveryCodes(operator, userId),
  ]);
  const since = factor?.confirmedAt?.toISOString() ?? null;
  return { since, recoveryCodesLeft: since ? recoveryCodesLeft : 0 };
}
