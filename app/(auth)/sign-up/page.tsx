import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { safePath } from "#app/_server/http/safe-path.ts";
import { currentPerson } from "#app/_server/pages/page.ts";
import { SignUpForm } from "#components/account/sign-up-form.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { emailDelivery } from "#lib/core/email/send-email.ts";
import { AuthPage } from "../_auth-page.tsx";

type Props = { searchParams: Promise<{ setup?: string | string[]; next?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("signUp") };
}

export default async function Page({ searchParams }: Props) {
  const [t, { setup, next }] = await Promise.all([getTranslations("account"), searchParams]);
  const setupToken = typeof setup === "string" ? setup : null;
  const place = safePath([next].flat()[0], "");
  // A signed-in person already has an account.
  if (place && (await currentPerson())) redirect(place);
  const isClosed = emailDelivery() === "none" && !setupToken;
  return (
    <AuthPage
      title={t("signUpTitle")}
      foot={
        <p>
          {t("haveAccount")}{" "}
          <Link
            className={buttonClass("link")}
            href={place ? `/sign-in?next=${encodeURIComponent(place)}` : "/sign-in"}
          >
            {t("signIn")}
          </Link>
        </p>
      }
    >
      {isClosed ? (
        <p className="text-ink-soft text-pretty">{t("signUpClosed")}</p>
      ) : (
        <SignUpForm
          setupToken={setupToken}
          next={place || null}
          usesDevMailbox={emailDelivery() === "kept"}
        />
      )}
    </AuthPage>
  );
}
