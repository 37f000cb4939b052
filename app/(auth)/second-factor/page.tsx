import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { accountCookie } from "#app/_server/cookies/session-cookies.ts";
import { safePath } from "#app/_server/http/safe-path.ts";
import { requirePerson } from "#app/_server/pages/page.ts";
import { SecondFactorForm } from "#components/account/second-factor-form.tsx";
import { findPendingPerson } from "#lib/auth/admission/admit-person.ts";
import { AuthPage } from "../_auth-page.tsx";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("secondFactorTitle") };
}

export default async function Page({ searchParams }: Props) {
  const [t, { next }, given] = await Promise.all([getTranslations("account"), searchParams, headers()]);
  const path = safePath([next].flat()[0], "/admin");
  if (!(await findPendingPerson(accountCookie(given, "session")))) {
    await requirePerson(path);
    redirect(path);
  }
  return (
    <AuthPage title={t("secondFactorTitle")}>
      <SecondFactorForm next={path} />
    </AuthPage>
  );
}
