import { admitSlackTeam } from "#lib/auth/admission/slack-address.ts";
import type { Context } from "#lib/context/context.ts";
import { findLiveInstallation, type InstallationRow } from "../queries/installations.ts";
import { botToken } from "../token.ts";

/** The workspace behind something that Slack sent, and what is needed to answer it. */
export type SlackAdmission = { ctx: Context; installation: InstallationRow; token: string };

/** @returns null if the Slack workspace is not connected through this app, or no longer */
export async function admitSlack(
  { slackTeamId, appId }: { slackTeamId: string; appId: string },
  requestId: string,
): Promise<SlackAdmission | null> {
  const ctx = await admitSlackTeam(slackTeamId, requestId);
  const installation = ctx && (await findLiveInstallation(ctx));
  const token = installation && botToken(installation);
  return token && installation.appId === appId ? { ctx, installation, token } : null;
}
