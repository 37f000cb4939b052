import Link from "next/link";
import { useTranslations } from "next-intl";

/** Knowledge is a chatbot's: the way to one. */
export function NoChatbot({ tenant }: { tenant: string }) {
  const t = useTranslations("studioKnowledge");
  return (
    <>
      <header className="page-head">
        <h1>{t("title")}</h1>
      </header>
      <section className="empty">
        <h2>{t("noChatbotTitle")}</h2>
        <p>{t("noChatbotBody")}</p>
        <Link href={`/admin/${tenant}/chatbots/new`} className="solid-button">
          {t("newChatbot")}
        </Link>
      </section>
    </>
  );
}
