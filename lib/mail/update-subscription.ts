import type { OperatorContext } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { deleteEndedSubscription, insertEndedSubscription } from "./queries.ts";
import { readSubscriptionToken } from "./subscription.ts";

/**
 * Unsubscribes from the emails of a link, or subscribes again.
 * @throws ParleyError invalid for a link that this instance did not issue
 */
export async function updateSubscription(
  operator: OperatorContext,
  token: string,
  isWanted: boolean,
): Promise<void> {
  const key = readSubscriptionToken(token);
  if (!key) throw new ParleyError("invalid", "This link is not valid. Open it from the email again.");
  if (isWanted) await deleteEndedSubscription(operator, key);
  else await insertEndedSubscription(operator, key);
}
