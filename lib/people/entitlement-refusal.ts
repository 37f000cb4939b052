import { ParleyError } from "#lib/core/errors.ts";
import { type EntitlementRefusal, refusals } from "./schema.ts";

/** SQLSTATE that `platform.take_message` raises; its message is the refusal. */
const REFUSED = "PE402";

const messages: Record<EntitlementRefusal, string> = {
  guest_used: "You've reached the guest message limit. Sign up to continue; your conversations will be kept.",
  trial_used:
    "You've used all your trial messages. Enter an access code, or ask the owner of this chatbot for access.",
  trial_over: "Your trial has ended. Enter an access code, or ask the owner of this chatbot for access.",
  established_over:
    "Your access has expired. Enter an access code, or ask the owner of this chatbot for access.",
  left: "You deleted your data here. Open the chat again to continue.",
  suspended: "Your access is suspended. Ask the owner of this chatbot for details.",
};

/** Limits that full access lifts. */
const used: readonly EntitlementRefusal[] = ["guest_used", "trial_used", "trial_over", "established_over"];

export function entitlementError(refusal: EntitlementRefusal): ParleyError {
  const code = used.includes(refusal) ? "trial_over" : "budget_exceeded";
  return new ParleyError(code, messages[refusal], { refusal });
}

/**
 * Returns the refusal that a database error stands for when the person's entitlement forbids a turn; null for
 * any other error.
 */
export function entitlementRefusal(error: unknown): ParleyError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ((cause as { code?: string }).code !== REFUSED) continue;
    const refusal = refusals.find((one) => one === cause.message);
    return refusal ? entitlementError(refusal) : null;
  }
  return null;
}
