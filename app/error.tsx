"use client";

import { useTranslations } from "next-intl";
import { MessagePage } from "#components/ui/message-page.tsx";

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useTranslations("errors");
  return (
    <MessagePage
      title={t("crashedTitle")}
      body={t("crashedBody")}
      note={error.digest && t("reference", { digest: error.digest })}
    >
      <button type="button" className="solid-button" onClick={reset}>
        {t("tryAgain")}
      </button>
    </MessagePage>
  );
}
