"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Field, FormError } from "#components/ui/field.tsx";
import { Section } from "#components/ui/section.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { LABEL_MAX_CHARS } from "#lib/inbox/schema.ts";

type LabelsFormProps = {
  /** Address of the conversation in the API. */
  api: string;
  labels: string[];
  /** Offered while one types. */
  known: string[];
  mayWrite: boolean;
};

/** A conversation's labels, each removed with one click, and a field for another. */
export function LabelsForm({ api, labels, known, mayWrite }: LabelsFormProps) {
  const t = useTranslations("inbox");
  const router = useRouter();
  const list = useId();
  const { isBusy, error, fields, run } = useSubmit();
  const [text, setText] = useState("");
  const save = (next: string[]) =>
    run(async () => {
      await callApi(`${api}/labels`, { method: "PUT", body: { labels: next } });
      setText("");
      router.refresh();
    });
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) void save([...labels, text]);
  };
  return (
    <Section title={t("labels")}>
      {labels.length === 0 && !mayWrite && <p className="text-small text-ink-muted">{t("noLabels")}</p>}
      <ul className="flex flex-wrap gap-2 empty:hidden">
        {labels.map((label) => (
          <li key={label}>
            {mayWrite ? (
              <Button
                size="small"
                className="rounded-full"
                aria-label={t("removeLabel", { label })}
                disabled={isBusy}
                onClick={() => void save(labels.filter((one) => one !== label))}
              >
                <bdi>{label}</bdi>
                <span aria-hidden>×</span>
              </Button>
            ) : (
              <bdi>{label}</bdi>
            )}
          </li>
        ))}
      </ul>
      {mayWrite && (
        <form method="post" onSubmit={add} className="grid gap-2">
          <Field
            label={t("addLabel")}
            name="label"
            list={list}
            value={text}
            onChange={({ target }) => setText(target.value)}
            maxLength={LABEL_MAX_CHARS}
            error={fields.labels}
            autoComplete="off"
          />
          <datalist id={list}>
            {known.map((label) => (
              <option key={label} value={label} />
            ))}
          </datalist>
          <FormError>{error}</FormError>
          <Button type="submit" disabled={isBusy} className="justify-self-start">
            {t("add")}
          </Button>
        </form>
      )}
    </Section>
  );
}
