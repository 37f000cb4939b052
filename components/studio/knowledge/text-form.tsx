"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { AreaField, Field, FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import type { SourceStatus } from "#lib/knowledge/schema.ts";
import { useKnowledge } from "./use-knowledge.ts";

type Props = { chatbot: string; sourceId?: string; onDone: () => void };

/** A pasted text with a title. The first text of a chatbot creates its source. */
export function TextForm({ chatbot, sourceId, onDone }: Props) {
  const t = useTranslations("studioKnowledge");
  const { tenant, api } = useKnowledge();
  const router = useRouter();
  const { isBusy, error, fields, run } = useSubmit();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const title = String(form.get("title")).trim();
    const text = String(form.get("text"));
    void run(async () => {
      const body = { chatbot, kind: "text", origin: "studio:texts", name: t("textsName") };
      const id = sourceId ?? (await callApi<SourceStatus>(`${api}/sources`, { method: "POST", body })).id;
      // Without a heading, the text would not be found by its title.
      const markdown = /^#{1,2}\s/m.test(text) ? text : `# ${title}\n\n${text}`;
      await callApi(`${api}/sources/${id}/documents`, {
        method: "PUT",
        body: { path: `${title}.md`, mediaType: "text/markdown", text: markdown },
      });
      onDone();
      if (!sourceId) router.push(`/admin/${tenant}/knowledge/${id}`);
    });
  };
  return (
    <form className="grid gap-4" method="post" onSubmit={submit}>
      <FormError>{error}</FormError>
      <Field
        label={t("textTitle")}
        name="title"
        hint={t("textTitleHint")}
        error={fields.path}
        maxLength={200}
        required
        autoFocus
      />
      <AreaField
        label={t("textBody")}
        name="text"
        rows={14}
        hint={t("textBodyHint")}
        error={fields.text}
        required
      />
      <Button type="submit" variant="primary" disabled={isBusy}>
        {t("addText")}
      </Button>
    </form>
  );
}
