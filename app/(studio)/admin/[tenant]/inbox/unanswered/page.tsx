import { Download } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { GapList } from "#components/studio/inbox/gap-list.tsx";
import { InboxNav } from "#components/studio/inbox/inbox-nav.tsx";
import { ChatbotSelect } from "#components/studio/knowledge/chatbot-select.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { LinkSegments } from "#components/ui/link-segments.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { getChatbot } from "#lib/chatbot/get-chatbot.ts";
import { listGaps } from "#lib/inbox/gaps/list-gaps.ts";
import { gapStates } from "#lib/inbox/schema.ts";
import { chooseChatbot } from "../../knowledge/_chatbots.ts";

type Props = {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("inbox"))("gaps.title") };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ tenant }, query] = await Promise.all([params, searchParams]);
  const path = `/admin/${tenant}/inbox/unanswered`;
  const { ctx } = await requireMember(tenant, "conversations:read", path);
  const [t, { chatbots, chatbot }] = await Promise.all([
    getTranslations("inbox"),
    chooseChatbot(ctx, query.chatbot),
  ]);
  const state = gapStates.find((one) => one === query.state) ?? "open";
  const page = chatbot
    ? await listGaps(ctx, await getChatbot(ctx, chatbot.id), { state, page: Number(query.page ?? 0) })
    : null;
  const addressOf = (more: Record<string, string>) =>
    `${path}?${new URLSearchParams({ chatbot: chatbot?.handle ?? "", ...more })}`;
  return (
    <Texts of={["inbox", "studioKnowledge"]}>
      <InboxNav tenant={tenant} current="unanswered" />
      <PageHead title={t("gaps.title")} lead={t("gaps.lead")}>
        <div className="flex flex-wrap gap-2">
          {chatbot && <ChatbotSelect chatbots={chatbots} value={chatbot.handle} path={path} />}
          {chatbot && (
            <a
              href={`/api/admin/${tenant}/golden?chatbot=${chatbot.handle}`}
              className={buttonClass("outline")}
              download
            >
              <Download aria-hidden />
              {t("gaps.goldenExport")}
            </a>
          )}
        </div>
      </PageHead>
      <LinkSegments
        label={t("gaps.state")}
        options={gapStates.map((one) => ({
          href: addressOf({ state: one }),
          label: t(`gaps.states.${one}`, { count: page?.counts[one] ?? 0 }),
          isCurrent: one === state,
        }))}
      />
      {page && page.gaps.length > 0 ? (
        <GapList path={path} gaps={page.gaps} />
      ) : (
        <Empty title={t(`gaps.none.${state}`)}>
          <p className="text-pretty text-ink-soft">{t("gaps.noneBody")}</p>
        </Empty>
      )}
      {page && page.next !== null && (
        <Link href={addressOf({ state, page: String(page.next) })} className={buttonClass("outline", "mt-4")}>
          {t("more")}
        </Link>
      )}
    </Texts>
  );
}
