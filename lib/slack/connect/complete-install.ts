import { admitMember } from "#lib/auth/admission/admit-member.ts";
import { admitPerson } from "#lib/auth/admission/admit-person.ts";
import { publicUrl } from "#lib/core/env.ts";
import { notFound } from "#lib/core/errors.ts";
import { claimOnce } from "#lib/limits/claim-once.ts";
import type { ConnectProblem } from "../schema.ts";
import { slackApp } from "../slack-app.ts";
import { finishInstall } from "./finish-install.ts";
import { openInstallState, STATE_MS } from "./install-state.ts";

/**
 * Completes what `startInstall` began, in the same browser session and once.
 * @param query as Slack sent it: `state` and `code`, or `error`
 * @returns the page to show, which says how it went
 * @throws ParleyError not_found if this instance has no Slack app, unauthorized, forbidden
 */
export async function completeInstall(
  cookie: string | null,
  query: URLSearchParams,
  requestId: string,
): Promise<string> {
  if (!slackApp()) throw notFound("page");
  const person = await admitPerson(cookie);
  const state = openInstallState(query.get("state") ?? "", person.operator.now());
  if (!state || state.sessionId !== person.sessionId) return `${publicUrl()}/admin`;
  const page = (problem: ConnectProblem | null) =>
    `${publicUrl()}/admin/${state.slug}/slack${problem ? `?problem=${problem}` : ""}`;
  const { ctx } = await admitMember(cookie, state.slug, "workspace:write", requestId);
  const isFirst = await claimOnce(person.operator, `slack state ${state.nonce}`, STATE_MS);
  if (!isFirst) return page("expired");
  const code = query.get("code");
  return page(code ? await finishInstall(ctx, code) : "denied");
}
