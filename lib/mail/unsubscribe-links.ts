import { publicUrl } from "#lib/core/env.ts";
import { type Subscription, subscriptionToken } from "./subscription.ts";

/** `page`: for people, in the text. `oneClick`: for mail programs, which send one POST (RFC 8058). */
export function unsubscribeLinks(of: Subscription): { page: string; oneClick: string } {
  const token = subscriptionToken(of);
  return {
    page: `${publicUrl()}/unsubscribe#${token}`,
    oneClick: `${publicUrl()}/api/unsubscribe?token=${token}`,
  };
}
