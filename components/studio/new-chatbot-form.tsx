"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Field, FormError, SelectField } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { type TemplateId, templates } from "#lib/chatbot/templates.ts";
import { textLanguages } from "#lib/core/text-languages.ts";
import { Choice } from "./choice.tsx";
import { useLanguageName } from "./use-language-name.ts";

/** A name and a template; the name follows the template until someone writes their own. */
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
      const made = await callApi<{ id: string }>(`/api/admin/${tenant}/chatbots`, {
        method: "POST",
        body: { name, template: id, language },
      });
      router.push(`/admin/${tenant}/chatbots/${made.id}`);
    });
  };
  return (
    <form className="new-chatbot" method="post" onSubmit={submit}>
      <div className="form-stack content-start">
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
        <button type="submit" className="solid-button justify-self-start" disabled={isBusy}>
          {t("create")}
        </button>
      </div>
      <section className="template-preview" aria-label={t("startsWith")}>
        <p className="empty-greeting">{template.config.greeting || t("noGreeting")}</p>
        {template.config.starters.length > 0 && (
          <ul className="starters">
            {template.config.starters.map((starter) => (
              <li key={starter} className="starter">
                {starter}
              </li>
            ))}
          </ul>
        )}
        <p className="template-persona">{template.config.persona || t("noPersona")}</p>
      </section>
    </form>
  );
}
