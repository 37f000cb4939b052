import { sendEmail } from "#lib/core/email/send-email.ts";
import { env, publicUrl } from "#lib/core/env.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { trustedFetch } from "#lib/core/outbound.ts";
import { limitAlertMail } from "#lib/limits/limit-alert-mail.ts";
import { type AlertNotice, alertText } from "./alert-text.ts";
import type { AlertChannel } from "./schema.ts";

const LIMIT_MS = 10_000;

/**
 * Sends an alert to one channel. A receiver recognizes a repeated webhook by its `Idempotency-Key`.
 * @throws Error if the channel did not accept it
 */
export async function sendAlert(channel: AlertChannel, notice: AlertNotice): Promise<void> {
  const { ALERT_WEBHOOK_URL, ALERT_SLACK_WEBHOOK_URL, ALERT_EMAIL } = env();
  const text = alertText(notice);
  if (channel === "webhook" && ALERT_WEBHOOK_URL)
    return post(ALERT_WEBHOOK_URL, webhookBody(notice, text), notice);
  const heading = notice.event === "fired" ? "Alert" : "Resolved";
  if (channel === "slack" && ALERT_SLACK_WEBHOOK_URL)
    return post(ALERT_SLACK_WEBHOOK_URL, { text: `*${heading}* ${text} <${opsUrl()}|Operations>` }, notice);
  if (channel === "email" && ALERT_EMAIL)
    await sendEmail(await limitAlertMail(ALERT_EMAIL), {
      to: ALERT_EMAIL,
      subject: `${heading}: ${text}`,
      text: `${text}\n\nStarted: ${notice.firedAt.toISOString()}${notice.clearedAt ? `\nResolved: ${notice.clearedAt.toISOString()}` : ""}\n\n${opsUrl()}\n`,
    });
}

const opsUrl = () => `${publicUrl()}/ops`;

function webhookBody({ id, rule, event, value, threshold, firedAt, clearedAt }: AlertNotice, text: string) {
  return {
    event: `alert.${event}`,
    id,
    rule,
    text,
    value,
    threshold,
    firedAt,
    clearedAt,
    instance: publicUrl(),
  };
}

async function post(url: string, body: object, { id, event }: AlertNotice): Promise<void> {
  const response = await trustedFetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": `${id}/${event}` },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  await response.body?.cancel();
  if (!response.ok)
    throw new ParleyError("unavailable", `The alert receiver responded with status ${response.status}.`);
}
