import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { currentPerson } from "#app/_server/pages/page.ts";
import { InvitationCard } from "#components/account/invitation-card.tsx";
import { InvitationPreview } from "#components/account/invitation-preview.tsx";
import { AuthPage } from "../_auth-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("invitationTitle"), referrer: "no-referrer" };
}

/** Who invites to what, whether signed in or not. */
export default async function Page() {
  const [t, person] = await Promise.all([getTranslations("account"), currentPerson()]);
  return (
    <AuthPage title={t("invitationTitle")}>
      {person ? <InvitationCard email={person.email} /> : <InvitationPreview />}
    </AuthPage>
  );
}
