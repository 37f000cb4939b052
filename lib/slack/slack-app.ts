import { env } from "#lib/core/env.ts";

type SlackApp = { clientId: string; clientSecret: string; signingSecret: string };

/** The instance's Slack app; null if none is configured. */
export function slackApp(): SlackApp | null {
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret } = env();
  const { SLACK_SIGNING_SECRET: signingSecret } = env();
  return clientId && clientSecret && signingSecret ? { clientId, clientSecret, signingSecret } : null;
}
