import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { ChatbotSelect } from "#components/studio/knowledge/chatbot-select.tsx";
import { NoChatbot } from "#components/studio/knowledge/no-chatbot.tsx";
import { SearchBench } from "#components/studio/knowledge/search-bench.tsx";
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
      <nav aria-label={t("breadcrumb")} className="crumbs">
        <Link href={`${base}?chatbot=${chatbot.handle}`}>{t("title")}</Link>
      </nav>
      <header className="page-head">
        <div>
          <h1>{t("search.title")}</h1>
          <p>{t("search.lead", { chatbot: chatbot.name })}</p>
        </div>
        <ChatbotSelect chatbots={chatbots} value={chatbot.handle} path={`${base}/search`} />
      </header>
      <SearchBench key={chatbot.handle} chatbot={chatbot.handle} />
    </>
  );
}
