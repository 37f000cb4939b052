"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Field, FormError, SelectField } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { type TemplateId, templates } from "#lib/chatbot/templates.ts";
import { textLanguages } from "#lib/core/text-languages.ts";
import { Choice } from "./choice.tsx";
import { useLanguageName } from "./use-language-name.ts";

/** Creates a chatbot from a template. The name follows the template until the user edits it. */
export function NewChatbotForm({ tenant, initial }: { tenant: string; initial: TemplateId }) {
  const t = useTranslations("studioChatbots");
  const languageName = useLanguageName();
  const router = useRouter();
  const { run, isBusy, error, fields } = useSubmit();
  const [id, setId] = useState(initial);
  const [ownName, setOwnName] = useState<string | null>(null);
  const [language, setLanguage] = useState("english");
  const template = templates.find((one) => one.id === id) ?? templates[0];
  const name = ownName ?? template.name;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      const created = await callApi<{ id: string }>(`/api/admin/${tenant}/chatbots`, {
        method: "POST",
        body: { name, template: id, language },
      });
      router.push(`/admin/${tenant}/chatbots/${created.id}`);
    });
  };
  return (
    <form
      className="grid gap-10 wide:grid-cols-[minmax(0,34rem)_minmax(0,1fr)]"
      method="post"
      onSubmit={submit}
    >
      <div className="grid gap-4 content-start">
        <FormError>{error}</FormError>
        <Field
          label={t("name")}
          value={name}
          onChange={(event) => setOwnName(event.target.value)}
          onFocus={(event) => ownName === null && event.target.select()}
          required
          maxLength={60}
          autoComplete="off"
          autoFocus
          error={fields.name}
        />
        <Choice
          legend={t("template")}
          name="template"
          className="sm:grid-cols-2"
          value={id}
          onChange={setId}
          options={templates.map(({ id: value }) => ({
            value,
            title: t(`templates.${value}.title`),
            body: t(`templates.${value}.body`),
          }))}
        />
        <SelectField
          label={t("language")}
          hint={t("languageHint")}
          value={language}
          onChange={(event) => setLanguage(event.target.value)}
        >
          {textLanguages.map((one) => (
            <option key={one} value={one}>
              {languageName(one)}
            </option>
          ))}
        </SelectField>
        <Button type="submit" variant="primary" className="justify-self-start" disabled={isBusy}>
          {t("create")}
        </Button>
      </div>
      <section
        className="hidden content-start rounded-2xl border border-line bg-surface p-7 wide:grid"
        aria-label={t("startsWith")}
      >
        <p className="mb-6 max-w-136 text-xl leading-snug font-medium tracking-[-0.015em] text-pretty">
          {template.config.greeting || t("noGreeting")}
        </p>
        {template.config.starters.length > 0 && (
          <ul className="grid justify-items-start gap-2">
            {template.config.starters.map((starter) => (
              <li key={starter} className="rounded-xl border border-line px-3.5 py-2 text-body text-ink-soft">
                {starter}
              </li>
            ))}
          </ul>
        )}
        <p className="mt-7 border-t border-line pt-5 text-small leading-relaxed whitespace-pre-line text-ink-muted">
          {template.config.persona || t("noPersona")}
        </p>
      </section>
    </form>
  );
}
