import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { SignUpForm } from "#components/account/sign-up-form.tsx";
import { mailDelivery } from "#lib/core/mail/send-mail.ts";
import { AuthPage } from "../_auth-page.tsx";

type Props = { searchParams: Promise<{ setup?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("signUp") };
}

export default async function Page({ searchParams }: Props) {
  const [t, { setup }] = await Promise.all([getTranslations("account"), searchParams]);
  const setupToken = typeof setup === "string" ? setup : null;
  const isClosed = mailDelivery() === "none" && !setupToken;
  return (
    <AuthPage
      title={t("signUpTitle")}
      foot={
        <p>
          {t("haveAccount")}{" "}
          <Link className="text-button" href="/sign-in">
            {t("signIn")}
          </Link>
        </p>
      }
    >
      {isClosed ? (
        <p className="text-ink-soft text-pretty">{t("signUpClosed")}</p>
      ) : (
        <SignUpForm setupToken={setupToken} areMailsKept={mailDelivery() === "kept"} />
      )}
    </AuthPage>
  );
}
