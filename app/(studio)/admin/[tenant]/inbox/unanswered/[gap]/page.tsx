import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { orNotFound, requireMember } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { AnswerGapForm } from "#components/studio/inbox/answer-gap-form.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { crumbClass, PageHead } from "#components/ui/page-head.tsx";
import { Section } from "#components/ui/section.tsx";
import { allows } from "#lib/access/permissions.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import { getGap } from "#lib/inbox/gaps/get-gap.ts";

type Props = { params: Promise<{ tenant: string; gap: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("inbox"))("gaps.one") };
}

export default async function Page({ params }: Props) {
  const { tenant, gap: id } = await params;
  const list = `/admin/${tenant}/inbox/unanswered`;
  const { ctx, role } = await requireMember(tenant, "conversations:read", `${list}/${id}`);
  const [t, gap] = await Promise.all([getTranslations("inbox"), orNotFound(getGap(ctx, id))]);
  const { chatbot, state, draft, wordings, nearest } = gap;
  const back = `${list}?${new URLSearchParams({ chatbot: chatbot.handle, state })}`;
  return (
    <Texts of={["inbox"]}>
      <PageHead
        title={<bdi>{draft.question || t("gaps.deleted")}</bdi>}
        crumb={
          <Link href={back} className={crumbClass}>
            {t("gaps.title")}
          </Link>
        }
        lead={isolateText(chatbot.name)}
      >
        <Badge tone={state === "open" ? "danger" : "neutral"}>{t(`gaps.stateNames.${state}`)}</Badge>
      </PageHead>
      <div className="grid grid-cols-1 gap-10 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="min-w-0 max-w-(--column)">
          {allows(role, "knowledge:write") ? (
            <AnswerGapForm api={`/api/admin/${tenant}/gaps/${gap.id}`} gap={gap} />
          ) : (
            <p className="text-ink-soft">{t("gaps.readOnly")}</p>
          )}
        </div>
        <div className="grid content-start gap-8">
          <Section title={t("gaps.asOf")}>
            {wordings.length === 0 && <p className="text-small text-ink-muted">{t("gaps.deleted")}</p>}
            <ol className="grid gap-3 empty:hidden">
              {wordings.map(({ text, answer, conversationId, reason, askedAt }) => (
                <li key={`${conversationId} ${askedAt}`} className="grid gap-1 text-small">
                  <Link
                    href={`/admin/${tenant}/inbox/${conversationId}`}
                    prefetch={false}
                    className="line-clamp-3 font-strong wrap-anywhere underline-offset-[0.2em] hover:underline"
                  >
                    <bdi>{text}</bdi>
                  </Link>
                  <p dir="auto" className="line-clamp-2 wrap-anywhere text-ink-soft">
                    {answer}
                  </p>
                  <p>
                    <Badge>{t(`gaps.reasons.${reason}`)}</Badge>
                  </p>
                </li>
              ))}
            </ol>
          </Section>
          {nearest && (
            <Section title={t("gaps.nearest")}>
              <div className="grid gap-1 text-small">
                <p className="font-strong">
                  <bdi>{nearest.title}</bdi>
                </p>
                <p dir="auto" className="wrap-anywhere whitespace-pre-line text-ink-soft">
                  {nearest.text}
                </p>
              </div>
            </Section>
          )}
        </div>
      </div>
    </Texts>
  );
}
