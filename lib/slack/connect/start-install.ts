import type { Context } from "#lib/context/context.ts";
import { env, publicUrl } from "#lib/core/env.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { botScopes } from "../manifest.ts";
import { slackApp } from "../slack-app.ts";
import { sealInstallState } from "./install-state.ts";

export const callbackUrl = () => `${publicUrl()}/api/slack/callback`;

/**
 * Where an admin agrees in Slack that the app joins.
 * @throws ParleyError not_found if this instance has no Slack app
 */
export function startInstall(ctx: Context, slug: string, sessionId: Id<"ses">): string {
  const app = slackApp();
  if (!app) throw notFound("page");
  const url = new URL("/oauth/v2/authorize", env().SLACK_API_URL);
  url.searchParams.set("client_id", app.clientId);
  url.searchParams.set("scope", botScopes.join(","));
  url.searchParams.set("redirect_uri", callbackUrl());
  url.searchParams.set("state", sealInstallState(slug, sessionId, ctx.now()));
  return url.href;
}
