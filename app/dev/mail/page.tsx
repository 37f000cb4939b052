import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { emailDelivery, keptEmails } from "#lib/core/email/send-email.ts";

export const metadata: Metadata = { title: "Mail", referrer: "no-referrer" };

/** Emails that would have been sent. The page does not exist in production or with a mail server. */
export default async function Page() {
  if (emailDelivery() !== "kept") notFound();
  const t = await getTranslations("mail");
  const mails = keptEmails();
  return (
    <main className="mx-auto max-w-2xl px-5 py-10">
      <h1 className="text-2xl font-semibold tracking-tight">{t("title")}</h1>
      <p className="mt-2 text-ink-muted">{t("lead")}</p>
      {mails.length === 0 && <p className="mt-10 text-ink-soft">{t("empty")}</p>}
      <ul className="mt-8 grid gap-4">
        {mails.map((mail) => (
          <li key={`${mail.at} ${mail.to}`} className="p-5 rounded-2xl border border-line bg-raised">
            <h2 className="font-semibold">{mail.subject}</h2>
            <p className="text-sm text-ink-muted">{mail.to}</p>
            <p className="mt-3 whitespace-pre-wrap break-words text-body text-ink-soft">
              {mail.text.split(/(https?:\/\/\S+)/).map((part) =>
                part.startsWith("http") ? (
                  <a key={part} className="text-accent underline" href={part}>
                    {part}
                  </a>
                ) : (
                  part
                ),
              )}
            </p>
          </li>
        ))}
      </ul>
    </main>
  );
}
