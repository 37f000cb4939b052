"use client";

import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
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
      <Button variant="primary" onClick={reset}>
        {t("tryAgain")}
      </Button>
    </MessagePage>
  );
}
