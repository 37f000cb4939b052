import type { MailPermit } from "#lib/core/email/mail-permit.ts";
import { type Email, sendEmail } from "#lib/core/email/send-email.ts";
import { publicUrl } from "#lib/core/env.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { singleton } from "#lib/core/singleton.ts";

/**
 * Sends an email without waiting for it, so that response time does not reveal whether one was sent. After
 * three failed attempts it gives up, because the person can request another.
 */
export function sendInBackground(permit: MailPermit, mail: Email): void {
  const sending = singleton("mail.sending", () => new Set<Promise<void>>());
  const sent = send(permit, mail).finally(() => sending.delete(sent));
  sending.add(sent);
}

/** Waits until every pending email has been sent, before the process exits. */
export async function emailsSent(): Promise<void> {
  await Promise.all(singleton("mail.sending", () => new Set<Promise<void>>()));
}

export const link = (path: string) => `${publicUrl()}${path}`;

async function send(permit: MailPermit, mail: Email): Promise<void> {
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    try {
      return await sendEmail(permit, mail);
    } catch (error) {
      log().warn({ attempt, ...errorFields(error) }, "email delivery failed");
      await new Promise((resolve) => setTimeout(resolve, attempt * 500));
    }
  }
}
