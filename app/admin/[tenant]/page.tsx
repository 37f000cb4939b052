import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { allows } from "#lib/access/permissions.ts";
import { instanceModel } from "#lib/ai/instance-model.ts";
import { listStudioChatbots } from "#lib/chatbot/list-studio-chatbots.ts";
import { templateIds } from "#lib/chatbot/templates.ts";

type Props = { params: Promise<{ tenant: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studioChatbots"))("title") };
}

export default async function Page({ params }: Props) {
  const { tenant } = await params;
  const { ctx, role } = await requireMember(tenant, "chatbots:read", `/admin/${tenant}`);
  const [t, chatbots] = await Promise.all([getTranslations("studioChatbots"), listStudioChatbots(ctx)]);
  const mayMake = allows(role, "chatbots:write");
  const { id: standard, builtIn } = instanceModel();
  if (chatbots.length === 0) {
    return (
      <>
        <h1 className="sr-only">{t("title")}</h1>
        <div className="empty max-w-none">
          <h2>{t("emptyTitle")}</h2>
          <p className="max-w-136">{mayMake ? t("emptyBody") : t("emptyReadOnly")}</p>
          {mayMake && (
            <ul className="template-grid">
              {templateIds.map((id) => (
                <li key={id} className="grid">
                  <Link href={`/admin/${tenant}/chatbots/new?template=${id}`}>
                    <b>{t(`templates.${id}.title`)}</b>
                    <small>{t(`templates.${id}.body`)}</small>
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </div>
      </>
    );
  }
  return (
    <>
      <div className="page-head">
        <div>
          <h1>{t("title")}</h1>
          <p>{t("lead")}</p>
        </div>
        {mayMake && (
          <Link href={`/admin/${tenant}/chatbots/new`} className="solid-button">
            {t("new")}
          </Link>
        )}
      </div>
      <ul className="bot-list">
        {chatbots.map(({ id, name, handle, visibility, model, documents }) => (
          <li key={id}>
            <Link href={`/admin/${tenant}/chatbots/${id}`} className="truncate">
              {name}
            </Link>
            <small className="col-start-1 truncate">/c/{handle}</small>
            <div className="bot-facts">
              <span>{t(`visibility.${visibility}`)}</span>
              <span className="truncate">{builtIn ? t("builtIn") : (model ?? standard)}</span>
              <span>{t("documents", { count: documents })}</span>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
