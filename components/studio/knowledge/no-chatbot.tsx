import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClass } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { PageHead } from "#components/ui/page-head.tsx";

/** Offers to create a chatbot, since knowledge belongs to one. */
export function NoChatbot({ tenant }: { tenant: string }) {
  const t = useTranslations("studioKnowledge");
  return (
    <>
      <PageHead title={t("title")} />
      <Empty title={t("noChatbotTitle")}>
        <p className="text-pretty text-ink-soft">{t("noChatbotBody")}</p>
        <Link href={`/admin/${tenant}/chatbots/new`} className={buttonClass("primary")}>
          {t("newChatbot")}
        </Link>
      </Empty>
    </>
  );
}
