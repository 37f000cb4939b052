"use client";

import { useTranslations } from "next-intl";
import { callApi } from "#components/ui/api.ts";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { isolateText } from "#lib/core/isolate-text.ts";

type Props = {
  handle: string;
  chatbot: string;
  person: { name: string; email: string };
  /** The user has already joined, and has since written as a guest. */
  hasJoined: boolean;
};

/**
 * States what the workspace learns about the user and asks for consent: opening a link alone joins no one.
 */
export function JoinCard({ handle, chatbot, person, hasJoined }: Props) {
  const t = useTranslations("people");
  const { isBusy, error, run } = useSubmit();
  const named = { ...person, name: isolateText(person.name) };
  const join = () =>
    void run(async () => {
      await callApi("/api/me/join", { method: "POST", body: { chatbot: handle } });
      location.replace(`/c/${handle}`);
    });
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">
        {hasJoined ? t("bringTitle") : t("joinTitle", { chatbot: isolateText(chatbot) })}
      </h1>
      <p className="text-ink-soft text-pretty">{hasJoined ? t("bringLead", named) : t("joinLead", named)}</p>
      <FormError>{error}</FormError>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" onClick={join} disabled={isBusy}>
          {hasJoined ? t("bring") : t("joinAs", named)}
        </Button>
        <a className={buttonClass("ghost")} href={`/c/${handle}`}>
          {hasJoined ? t("bringNot") : t("joinNot")}
        </a>
      </div>
    </>
  );
}
