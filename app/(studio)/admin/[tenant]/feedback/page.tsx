import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { FeedbackFilter } from "#components/studio/feedback-filter.tsx";
import { FeedbackList } from "#components/studio/feedback-list.tsx";
import { InboxNav } from "#components/studio/inbox/inbox-nav.tsx";
import { ChatbotSelect } from "#components/studio/knowledge/chatbot-select.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { listFeedback } from "#lib/conversation/list-feedback.ts";
import { ratings } from "#lib/conversation/schema.ts";
import { chooseChatbot } from "../knowledge/_chatbots.ts";

type Query = Partial<Record<"chatbot" | "rating" | "before", string | string[]>>;
type Props = { params: Promise<{ tenant: string }>; searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studio"))("feedback") };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ tenant }, query] = await Promise.all([params, searchParams]);
  const path = `/admin/${tenant}/feedback`;
  const { ctx } = await requireMember(tenant, "conversations:read", path);
  const [t, { chatbots, chatbot }] = await Promise.all([
    getTranslations("studio"),
    chooseChatbot(ctx, query.chatbot),
  ]);
  const rating = ratings.find((one) => one === query.rating) ?? null;
  const before = typeof query.before === "string" ? query.before : null;
  const page = chatbot ? await listFeedback(ctx, chatbot.id, { rating, before }) : null;
  const addressOf = (more: Record<string, string>) =>
    `${path}?${new URLSearchParams({ chatbot: chatbot?.handle ?? "", ...more })}`;
  return (
    <>
      <InboxNav tenant={tenant} current="feedback" />
      <PageHead title={t("feedback")} lead={t("feedbackLead")}>
        {chatbot && <ChatbotSelect chatbots={chatbots} value={chatbot.handle} path={path} />}
      </PageHead>
      <FeedbackFilter
        options={[null, ...ratings].map((value) => ({
          value,
          href: addressOf(value ? { rating: value } : {}),
          isCurrent: value === rating,
        }))}
      />
      <FeedbackList answers={page?.answers ?? []} isFiltered={rating !== null} />
      {page?.before && (
        <Link
          className={buttonClass("outline", "mt-4")}
          href={addressOf({ ...(rating && { rating }), before: page.before })}
        >
          {t("older")}
        </Link>
      )}
    </>
  );
}
