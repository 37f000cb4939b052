import { type Email, sendEmail } from "#lib/core/email/send-email.ts";
import { publicUrl } from "#lib/core/env.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { singleton } from "#lib/core/singleton.ts";

/**
 * Sends a mail beside the answer: how long a mail server takes tells nobody whether there was a mail to send. Its reader
 * asks again when it does not come, so it is tried thrice and then given up.
 */
export function sendInBackground(mail: Email): void {
  const sending = singleton("mail.sending", () => new Set<Promise<void>>());
  const sent = send(mail).finally(() => sending.delete(sent));
  sending.add(sent);
}

/** When every mail on its way has left, for a process that ends. */
export async function emailsSent(): Promise<void> {
  await Promise.all(singleton("mail.sending", () => new Set<Promise<void>>()));
}

export const link = (path: string) => `${publicUrl()}${path}`;

async function send(mail: Email): Promise<void> {
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    try {
      return await sendEmail(mail);
    } catch (error) {
      log().warn({ attempt, ...errorFields(error) }, "email delivery failed");
      await new Promise((resolve) => setTimeout(resolve, attempt * 500));
    }
  }
}
