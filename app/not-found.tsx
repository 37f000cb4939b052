import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { buttonClass } from "#components/ui/button.tsx";
import { MessagePage } from "#components/ui/message-page.tsx";

export default async function NotFound() {
  const t = await getTranslations("errors");
  return (
    <MessagePage title={t("notFoundTitle")} body={t("notFoundBody")}>
      <Link className={buttonClass("primary")} href="/" prefetch={false}>
        {t("home")}
      </Link>
    </MessagePage>
  );
}
