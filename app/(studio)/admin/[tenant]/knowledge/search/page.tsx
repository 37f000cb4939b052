import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { Breadcrumbs } from "#components/studio/knowledge/breadcrumbs.tsx";
import { ChatbotSelect } from "#components/studio/knowledge/chatbot-select.tsx";
import { NoChatbot } from "#components/studio/knowledge/no-chatbot.tsx";
import { SearchPanel } from "#components/studio/knowledge/search-panel.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import { chooseChatbot } from "../_chatbots.ts";

type Props = {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studioKnowledge"))("search.title") };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ tenant }, query] = await Promise.all([params, searchParams]);
  const base = `/admin/${tenant}/knowledge`;
  const { ctx } = await requireMember(tenant, "knowledge:read", `${base}/search`);
  const [t, { chatbots, chatbot }] = await Promise.all([
    getTranslations("studioKnowledge"),
    chooseChatbot(ctx, query.chatbot),
  ]);
  if (!chatbot) return <NoChatbot tenant={tenant} />;
  return (
    <>
      <Breadcrumbs
        label={t("breadcrumb")}
        links={[{ href: `${base}?chatbot=${chatbot.handle}`, label: t("title") }]}
      />
      <PageHead title={t("search.title")} lead={t("search.lead", { chatbot: isolateText(chatbot.name) })}>
        <ChatbotSelect chatbots={chatbots} value={chatbot.handle} path={`${base}/search`} />
      </PageHead>
      <SearchPanel
        key={chatbot.handle}
        chatbot={chatbot.handle}
        {...(typeof query.query === "string" && { query: query.query })}
      />
    </>
  );
}
