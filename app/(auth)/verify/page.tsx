import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { VerifyForm } from "#components/account/verify-form.tsx";
import { AuthPage } from "../_auth-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("verifyTitle"), referrer: "no-referrer" };
}

export default async function Page() {
  const t = await getTranslations("account");
  return (
    <AuthPage title={t("verifyTitle")}>
      <VerifyForm />
    </AuthPage>
  );
}
