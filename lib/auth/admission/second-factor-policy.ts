import type { Membership } from "#lib/access/find-membership.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { PersonAdmission } from "./admit-person.ts";

const NEEDS_SECOND_FACTOR =
  "This workspace requires two-factor authentication. Set it up in your account first.";

export const needsSecondFactor = () => new ParleyError("second_factor_required", NEEDS_SECOND_FACTOR);

/** Whether a member was refused only because their workspace requires a second factor. */
export function isSecondFactorRequired(error: unknown): boolean {
  return error instanceof ParleyError && error.code === "second_factor_required";
}

export const meetsSecondFactorPolicy = (
  member: Membership,
  { hasSecondFactor }: Pick<PersonAdmission, "hasSecondFactor">,
) => hasSecondFactor || !member.needsSecondFactor;
