import { createTransport, type Transporter } from "nodemailer";
import { env } from "../env.ts";
import { ParleyError } from "../errors.ts";
import { singleton } from "../singleton.ts";
import type { MailPermit } from "./mail-permit.ts";

/** `unsubscribe`: URL that unsubscribes with one POST (RFC 8058). */
export type Email = { to: string; subject: string; text: string; unsubscribe?: string };
export type KeptEmail = Email & { at: string };

const MAX_KEPT = 50;

/** Whether email is sent, kept for the developer to read, or cannot be sent at all. */
export function emailDelivery(): "smtp" | "kept" | "none" {
  const { SMTP_URL, NODE_ENV } = env();
  if (SMTP_URL) return "smtp";
  return NODE_ENV === "production" ? "none" : "kept";
}

/**
 * Sends one email, counted against its limits, to one address over SMTP_URL. In development without SMTP_URL,
 * keeps it in memory and shows it at /dev/mail.
 * @throws ParleyError unavailable if email cannot be sent
 */
export async function sendEmail(_permit: MailPermit, mail: Email): Promise<void> {
  const delivery = emailDelivery();
  if (delivery === "none") throw new ParleyError("unavailable", "Email is not set up: SMTP_URL is not set.");
  if (delivery === "kept") {
    kept().unshift({ ...mail, at: new Date().toISOString() });
    kept().length = Math.min(kept().length, MAX_KEPT);
    return;
  }
  await transport().sendMail({
    from: env().MAIL_FROM,
    // An object, because a string would be parsed as a list of addresses.
    to: { name: "", address: mail.to },
    subject: mail.subject,
    text: mail.text,
    headers: unsubscribeHeaders(mail),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function unsubscribeHeaders({ unsubscribe }: Email): Record<string, string> {
  if (!unsubscribe) return {};
  return { "List-Unsubscribe": `<${unsubscribe}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
}

/** Emails of this development instance, newest first. */
export function keptEmails(): KeptEmail[] {
  return emailDelivery() === "kept" ? [...kept()] : [];
}

const kept = () => singleton("mail.kept", (): KeptEmail[] => []);

function transport(): Transporter {
  return singleton("mail.transport", () =>
    createTransport(env().SMTP_URL, {
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
    } as object),
  );
}
