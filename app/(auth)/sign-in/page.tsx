import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { safePath } from "#app/_server/http/safe-path.ts";
import { ProviderButtons } from "#components/account/provider-buttons.tsx";
import { SignInForm } from "#components/account/sign-in-form.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { oauthProviders } from "#lib/auth/account/oauth-providers.ts";
import { AuthPage } from "../_auth-page.tsx";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("signIn") };
}

export default async function Page({ searchParams }: Props) {
  const [t, { next, callbackUrl, error }] = await Promise.all([getTranslations("account"), searchParams]);
  const path = safePath([next ?? callbackUrl].flat()[0], "/admin");
  const providers = oauthProviders().map(({ id, name }) => ({ id, name }));
  const problem = error === "OAuthAccountNotLinked" ? t("notVouched") : error ? t("providerFailed") : null;
  return (
    <AuthPage
      title={t("signInTitle")}
      foot={
        <>
          <Link className={buttonClass("link", "justify-self-start")} href="/forgot">
            {t("forgot")}
          </Link>
          <p>
            {t("noAccount")}{" "}
            <Link
              className={buttonClass("link")}
              href={path.startsWith("/c/") ? `/sign-up?next=${encodeURIComponent(path)}` : "/sign-up"}
            >
              {t("signUp")}
            </Link>
          </p>
        </>
      }
    >
      <SignInForm next={path} problem={problem} />
      {providers.length > 0 && <ProviderButtons providers={providers} next={path} />}
    </AuthPage>
  );
}
