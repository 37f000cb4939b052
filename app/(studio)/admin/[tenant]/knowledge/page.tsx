import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { NoChatbot } from "#components/studio/knowledge/no-chatbot.tsx";
import { SourceList } from "#components/studio/knowledge/source-list.tsx";
import { listSourceOverviews } from "#lib/knowledge/sources/list-source-overviews.ts";
import { chooseChatbot } from "./_chatbots.ts";

type Props = {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studioKnowledge"))("title") };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ tenant }, query] = await Promise.all([params, searchParams]);
  const { ctx } = await requireMember(tenant, "knowledge:read", `/admin/${tenant}/knowledge`);
  const { chatbots, chatbot } = await chooseChatbot(ctx, query.chatbot);
  if (!chatbot) return <NoChatbot tenant={tenant} />;
  return (
    <SourceList
      key={chatbot.handle}
      chatbots={chatbots}
      chatbot={{ id: chatbot.id, handle: chatbot.handle, name: chatbot.name }}
      initial={await listSourceOverviews(ctx, chatbot.id)}
      now={new Date().toISOString()}
    />
  );
}
