import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { isKeyLive, membershipOf, sessionOf } from "./admission-cache.ts";
import { isPendingSecondFactor } from "./admit-person.ts";
import { isEndUser } from "./is-end-user.ts";
import { isOpenTo } from "./is-open-to.ts";
import { meetsSecondFactorPolicy } from "./second-factor-policy.ts";

/**
 * Whether the caller in a context would be admitted again, to the chatbot if one is given. Open streams check
 * this regularly: they stop when a session, key or membership ends or the chatbot is closed to the visitor.
 */
export async function isStillAdmitted(ctx: Context, chatbotId?: Id<"bot">): Promise<boolean> {
  const { actor, tenantId } = ctx;
  if (chatbotId && !(await isOpenTo(ctx, chatbotId))) return false;
  switch (actor.kind) {
    case "user": {
      const [session, member] = await Promise.all([
        sessionOf(actor.sessionId),
        membershipOf(tenantId, actor.id),
      ]);
      return (
        session !== null &&
        !isPendingSecondFactor(session) &&
        member?.role === actor.role &&
        meetsSecondFactorPolicy(member, session)
      );
    }
    case "person": {
      const [session, isKnown] = await Promise.all([
        sessionOf(actor.sessionId),
        isEndUser(tenantId, actor.id),
      ]);
      return session !== null && !isPendingSecondFactor(session) && isKnown;
    }
    case "apiKey":
      return isKeyLive(tenantId, actor.id);
    case "visitor":
    case "participant":
    case "room":
    case "job":
    case "public":
      return true;
  }
}
