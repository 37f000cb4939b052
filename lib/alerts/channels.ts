import { emailDelivery } from "#lib/core/email/send-email.ts";
import { env } from "#lib/core/env.ts";
import type { AlertChannel } from "./schema.ts";

/** The channels that this instance sends alerts to, from its environment. */
export function openChannels(): AlertChannel[] {
  const { ALERT_WEBHOOK_URL, ALERT_SLACK_WEBHOOK_URL, ALERT_EMAIL } = env();
  return [
    ...(ALERT_WEBHOOK_URL ? (["webhook"] as const) : []),
    ...(ALERT_SLACK_WEBHOOK_URL ? (["slack"] as const) : []),
    ...(ALERT_EMAIL && emailDelivery() !== "none" ? (["email"] as const) : []),
  ];
}
