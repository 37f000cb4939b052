import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { Onboarding } from "#components/studio/onboarding.tsx";
import { onboardingOf } from "#components/studio/onboarding-steps.ts";
import { buttonClass } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { allows } from "#lib/access/permissions.ts";
import { listActivity } from "#lib/analytics/list-activity.ts";
import { getStandardModel } from "#lib/chatbot/connection/get-standard-model.ts";
import { listStudioChatbots } from "#lib/chatbot/list-studio-chatbots.ts";
import { templateIds } from "#lib/chatbot/templates.ts";
import { hasConversations } from "#lib/conversation/has-conversations.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";

type Props = { params: Promise<{ tenant: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studioChatbots"))("title") };
}

export default async function Page({ params }: Props) {
  const { tenant } = await params;
  const { ctx, role } = await requireMember(tenant, "chatbots:read", `/admin/${tenant}`);
  const mayRead = allows(role, "conversations:read");
  const [t, chatbots, { id: standard, builtIn }, { settings }, activity] = await Promise.all([
    getTranslations("studioChatbots"),
    listStudioChatbots(ctx),
    getStandardModel(ctx),
    getWorkspace(ctx),
    mayRead ? listActivity(ctx) : null,
  ]);
  const mayMake = allows(role, "chatbots:write");
  const isNew = mayMake && !settings.isOnboardingHidden;
  const steps = isNew
    ? onboardingOf({
        chatbots,
        isAsked: await hasConversations(ctx),
        hasModel: !builtIn,
        mayConnect: allows(role, "workspace:write"),
      })
    : [];
  if (chatbots.length === 0) {
    return (
      <>
        <h1 className="sr-only">{t("title")}</h1>
        <Empty title={t("emptyTitle")} className="">
          <p className="max-w-136 text-pretty text-ink-soft">
            {mayMake ? t("emptyBody") : t("emptyReadOnly")}
          </p>
          {mayMake && (
            <ul className="mt-2 grid w-full max-w-176 gap-3 sm:grid-cols-2">
              {templateIds.map((id) => (
                <li key={id} className="grid">
                  <Link
                    href={`/admin/${tenant}/chatbots/new?template=${id}`}
                    className="grid content-start gap-1 rounded-panel border border-line bg-raised px-4.5 py-4 transition-colors hover:border-accent"
                  >
                    <b className="font-semibold">{t(`templates.${id}.title`)}</b>
                    <small className="text-small text-pretty text-ink-muted">
                      {t(`templates.${id}.body`)}
                    </small>
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </Empty>
        <Onboarding tenant={tenant} steps={steps} className="max-w-176" />
      </>
    );
  }
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")}>
        {mayMake && (
          <Link href={`/admin/${tenant}/chatbots/new`} className={buttonClass("primary")}>
            {t("new")}
          </Link>
        )}
      </PageHead>
      <Onboarding tenant={tenant} steps={steps} className="mb-7" />
      <ul className="rounded-panel border border-line bg-raised">
        {chatbots.map(({ id, name, handle, visibility, model, documents }) => (
          <li
            key={id}
            className="relative grid grid-cols-1 items-center gap-x-6 gap-y-0.5 px-4 py-3 transition-colors first:rounded-t-[inherit] last:rounded-b-[inherit] not-first:border-t not-first:border-line hover:bg-surface lg:grid-cols-[minmax(0,1fr)_36rem]"
          >
            <Link
              href={`/admin/${tenant}/chatbots/${id}`}
              className="truncate font-strong after:absolute after:inset-0"
            >
              <bdi>{name}</bdi>
            </Link>
            <small className="col-start-1 truncate text-small text-ink-muted">/c/{handle}</small>
            <div className="flex flex-wrap gap-x-4 gap-y-0.5 text-small text-ink-muted *:last:lg:text-end lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:grid lg:grid-cols-[6.5rem_minmax(0,1fr)_7.5rem_11rem] lg:items-center">
              <span>{t(`visibility.${visibility}`)}</span>
              <span className="truncate">{builtIn ? t("builtIn") : (model ?? standard)}</span>
              <span>{t("documents", { count: documents })}</span>
              {activity && <span>{t("week", activity.get(id) ?? { questions: 0, declined: 0 })}</span>}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
