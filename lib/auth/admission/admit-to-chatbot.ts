import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { readVisitorToken, signVisitorToken } from "../session/visitor-token.ts";
import { membershipOf } from "./admission-cache.ts";
import { findPerson } from "./admit-person.ts";
import { chatbotAddress } from "./chatbot-address.ts";
import { isEndUser } from "./is-end-user.ts";
import { isOpenTo } from "./is-open-to.ts";
import { memberContext, personContext, visitorContext } from "./make-contexts.ts";
import { meetsSecondFactorPolicy } from "./second-factor-policy.ts";

export type VisitorAdmission = {
  ctx: Context;
  chatbotId: Id<"bot">;
  /** A token to send to the browser if the visitor is new or the old token is aging. */
  freshToken: string | null;
};

/** The credentials a browser sends to a chatbot. */
export type Bearer = {
  /** Text of the session cookie. */
  session: string | null;
  /** Visitor tokens; `visitorOf` picks a tenant's. */
  visitors: string[];
  visitorOf(tenantId: Id<"ten">): string | undefined;
  links: readonly string[];
};

/**
 * Admits a caller to a chatbot: a member or end user of its workspace as themselves, anyone else as the
 * visitor of their token or a new visitor.
 * @throws ParleyError not_found if it is not open to them, with the same message as for an unknown handle
 */
export async function admitToChatbot(
  handle: string,
  bearer: Bearer,
  requestId: string,
): Promise<VisitorAdmission> {
  const { tenantId, chatbotId } = await chatbotAddress(handle);
  const person = await findPerson(bearer.session);
  const member = person && (await membershipOf(tenantId, person.userId));
  if (member && meetsSecondFactorPolicy(member, person)) {
    const ctx = memberContext(tenantId, person, member.role, requestId);
    if (!(await isOpenTo(ctx, chatbotId))) throw notFound("chatbot");
    return { ctx, chatbotId, freshToken: null };
  }
  if (person && (await isEndUser(tenantId, person.userId))) {
    const ctx = personContext(tenantId, person, bearer.links, requestId);
    if (!(await isOpenTo(ctx, chatbotId))) throw notFound("chatbot");
    return { ctx, chatbotId, freshToken: null };
  }
  const token = bearer.visitorOf(tenantId);
  const known = token ? await readVisitorToken(token) : null;
  const visitor = known?.tenantId === tenantId ? known : null;
  const visitorId = visitor?.visitorId ?? newId("vis");
  const ctx = visitorContext({ tenantId, visitorId }, bearer.links, requestId);
  if (!(await isOpenTo(ctx, chatbotId))) throw notFound("chatbot");
  return {
    ctx,
    chatbotId,
    freshToken: visitor && !visitor.isDueForRenewal ? null : await signVisitorToken(tenantId, visitorId),
  };
}

/**
 * Admits a caller to a chatbot as the visitor of their token, even if they are signed in.
 * @throws ParleyError not_found
 */
export function admitGuest(handle: string, bearer: Bearer, requestId: string): Promise<VisitorAdmission> {
  return admitToChatbot(handle, { ...bearer, session: null }, requestId);
}
