import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { NewChatbotForm } from "#components/studio/new-chatbot-form.tsx";
import { crumbClass, PageHead } from "#components/ui/page-head.tsx";
import { templateIds } from "#lib/chatbot/templates.ts";

type Props = {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<{ template?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studioChatbots"))("newTitle") };
}

export default async function Page({ params, searchParams }: Props) {
  const { tenant } = await params;
  await requireMember(tenant, "chatbots:write", `/admin/${tenant}/chatbots/new`);
  const t = await getTranslations("studioChatbots");
  const { template } = await searchParams;
  return (
    <>
      <PageHead
        title={t("newTitle")}
        lead={t("newLead")}
        crumb={
          <Link href={`/admin/${tenant}`} className={crumbClass}>
            {t("title")}
          </Link>
        }
      />
      <NewChatbotForm tenant={tenant} initial={templateIds.find((id) => id === template) ?? "support"} />
    </>
  );
}
