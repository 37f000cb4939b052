import type { OperatorContext } from "#lib/context/context.ts";
import { hasEndedSubscription } from "./queries.ts";
import { type Subscription, subscriptionKey } from "./subscription.ts";

/** Whether the person unsubscribed from these emails. */
export async function isUnsubscribed(operator: OperatorContext, of: Subscription): Promise<boolean> {
  return hasEndedSubscription(operator, subscriptionKey(of));
}
