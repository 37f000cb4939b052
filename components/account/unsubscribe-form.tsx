"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { useHashToken } from "./use-hash-token.ts";

/** Unsubscribes from the emails of the opened link, or subscribes again. */
export function UnsubscribeForm() {
  const t = useTranslations("account");
  const token = useHashToken();
  const { isBusy, error, run } = useSubmit();
  const [isEnded, setIsEnded] = useState(false);
  if (token === "") return <p className="text-ink-soft">{t("linkIncomplete")}</p>;
  const change = () =>
    run(async () => {
      const method = isEnded ? "DELETE" : "POST";
      await callApi(`/api/unsubscribe?token=${encodeURIComponent(token ?? "")}`, { method });
      setIsEnded(!isEnded);
    });
  return (
    <div className="grid gap-4">
      <FormError>{error}</FormError>
      <p role="status" className="text-ink-soft text-pretty">
        {t(isEnded ? "unsubscribed" : "unsubscribeLead")}
      </p>
      <Button
        variant={isEnded ? "outline" : "primary"}
        disabled={isBusy || token === undefined}
        onClick={() => void change()}
      >
        {t(isEnded ? "subscribeAgain" : "unsubscribe")}
      </Button>
    </div>
  );
}
