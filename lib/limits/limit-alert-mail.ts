import { type MailPermit, permitMail } from "#lib/core/email/mail-permit.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { kv } from "#lib/core/kv/open-kv.ts";
import { tokenBuckets } from "#lib/core/kv/token-buckets.ts";
import { keyedHash } from "#lib/core/secrets.ts";
import { singleton } from "#lib/core/singleton.ts";
import { alertMailLimit } from "./mail-limits.ts";

/**
 * Counts an alert by email. Not in Postgres, because an alert may be about Postgres being unavailable.
 * @throws ParleyError limited
 */
export async function limitAlertMail(to: string): Promise<MailPermit> {
  const takes = [{ bucket: keyedHash(`mail:alert:${to}`), limit: alertMailLimit }];
  const local = () => singleton("limits.alerts", () => tokenBuckets()).take(takes);
  const [taken] = (await kv().take(takes)) ?? local();
  if (taken?.allowed) return permitMail();
  throw new ParleyError("limited", "Too many alerts were emailed today.", {
    retryAfter: Math.ceil((taken?.retryAfterMs ?? 60_000) / 1_000),
  });
}
