import type { Context } from "#lib/context/context.ts";
import { findLiveInstallation } from "../queries/installations.ts";
import { botToken } from "../token.ts";
import type { SlackAdmission } from "./admit-slack.ts";

/** What a workspace's own work in Slack needs; null while it is not connected. */
export async function findSlack(ctx: Context): Promise<SlackAdmission | null> {
  const installation = await findLiveInstallation(ctx);
  const token = installation && botToken(installation);
  return token ? { ctx, installation, token } : null;
}
