import { ParleyError } from "#lib/core/errors.ts";
import { type EntitlementRefusal, refusals } from "./schema.ts";

/** SQLSTATE that `platform.take_message` raises; its message is the refusal. */
const REFUSED = "PE402";

const sentences: Record<EntitlementRefusal, string> = {
  guest_used:
    "You have used the messages that guests have here. Sign up to go on; what you asked comes along.",
  trial_used:
    "You have used the messages of your trial. Ask whoever runs this chatbot to go on, or enter a code.",
  trial_over: "Your trial is over. Ask whoever runs this chatbot to go on, or enter a code.",
  established_over: "Your time here is over. Ask whoever runs this chatbot to go on, or enter a code.",
  left: "You have left here. Open the chat again to go on.",
  suspended: "You cannot ask anything here at the moment. Ask whoever runs this chatbot why.",
};

export function entitlementError(refusal: EntitlementRefusal): ParleyError {
  return new ParleyError("budget_exceeded", sentences[refusal], { refusal });
}

/** What a database error means where a turn was not begun because of where the asker stands; null for any other error. */
export function entitlementRefusal(error: unknown): ParleyError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ((cause as { code?: string }).code !== REFUSED) continue;
    const refusal = refusals.find((one) => one === cause.message);
    return refusal ? entitlementError(refusal) : null;
  }
  return null;
}
