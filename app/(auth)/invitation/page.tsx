import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "#app/_server/pages/page.ts";
import { InvitationCard } from "#components/account/invitation-card.tsx";
import { AuthPage } from "../_auth-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("invitationTitle"), referrer: "no-referrer" };
}

export default async function Page() {
  const [t, { email }] = await Promise.all([getTranslations("account"), requirePerson("/invitation")]);
  return (
    <AuthPage title={t("invitationTitle")}>
      <InvitationCard email={email} />
    </AuthPage>
  );
}
