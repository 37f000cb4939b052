import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ForgotForm } from "#components/account/forgot-form.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { emailDelivery } from "#lib/core/email/send-email.ts";
import { AuthPage } from "../_auth-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("forgotTitle") };
}

export default async function Page() {
  const t = await getTranslations("account");
  return (
    <AuthPage
      title={t("forgotTitle")}
      foot={
        <Link className={buttonClass("link", "justify-self-start")} href="/sign-in">
          {t("backToSignIn")}
        </Link>
      }
    >
      {emailDelivery() === "none" ? (
        <p className="text-ink-soft text-pretty">{t("forgotClosed")}</p>
      ) : (
        <ForgotForm usesDevMailbox={emailDelivery() === "kept"} />
      )}
    </AuthPage>
  );
}
