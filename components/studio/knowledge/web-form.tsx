"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Field, FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import type { webKinds } from "#lib/knowledge/sources/source-kinds.ts";
import { ScheduleField } from "./schedule-field.tsx";
import { useKnowledge } from "./use-knowledge.ts";

type WebKind = (typeof webKinds)[number];

/** Derives a name from a URL: without protocol, "www." and trailing slash. */
const nameOf = (address: string) => address.replace(/^https?:\/\/(?:www\.)?/, "").replace(/\/$/, "");

/** Adds the protocol to input such as `example.com/help`. */
const addressOf = (typed: string) => (/^https?:\/\//i.test(typed) ? typed : `https://${typed}`);

type Props = { kind: WebKind; chatbot: string; onDone: () => void };

/** Adds a web source, which is synced at once. */
export function WebForm({ kind, chatbot, onDone }: Props) {
  const t = useTranslations("studioKnowledge");
  const { api } = useKnowledge();
  const router = useRouter();
  const { isBusy, error, fields, run } = useSubmit();
  const [minutes, setMinutes] = useState<number | null>(1_440);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    const number = (name: string) => (text(name) ? Number(text(name)) : undefined);
    const origin = addressOf(text("origin"));
    const settings = { maxPages: number("maxPages"), maxDepth: number("maxDepth") };
    const name = text("name") || nameOf(origin).slice(0, 200);
    void run(async () => {
      const body = { chatbot, kind, origin, name, settings, syncMinutes: minutes };
      await callApi(`${api}/sources`, { method: "POST", body });
      router.refresh();
      onDone();
    });
  };
  return (
    <form className="grid gap-4" method="post" onSubmit={submit}>
      <FormError>{error}</FormError>
      <p className="text-ink-soft text-pretty">{t(`kinds.${kind}.about`)}.</p>
      <Field
        label={t("address")}
        name="origin"
        inputMode="url"
        placeholder="https://"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={1_000}
        hint={kind === "sitemap" ? t("sitemapHint") : kind === "site" ? t("siteHint") : undefined}
        error={fields.origin}
        required
        autoFocus
      />
      <Field label={t("nameLabel")} name="name" hint={t("nameHint")} error={fields.name} maxLength={200} />
      <ScheduleField value={minutes} onChange={setMinutes} />
      {kind !== "page" && (
        <div className="grid grid-cols-2 items-end gap-4">
          <Field
            label={t("maxPages")}
            name="maxPages"
            type="number"
            min={1}
            max={2_000}
            placeholder="200"
            error={fields["settings.maxPages"]}
          />
          {kind === "site" && (
            <Field
              label={t("maxDepth")}
              name="maxDepth"
              type="number"
              min={0}
              max={10}
              placeholder="3"
              error={fields["settings.maxDepth"]}
            />
          )}
        </div>
      )}
      <Button type="submit" variant="primary" disabled={isBusy}>
        {t("addSource")}
      </Button>
    </form>
  );
}
