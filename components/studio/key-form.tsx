"use client";

import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Field, SelectField } from "#components/ui/field.tsx";
import type { Submit } from "#components/ui/use-submit.ts";
import { apiScopes } from "#lib/auth/schema.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import { useScopeName } from "./use-scope-name.ts";

export type NewKey = { name: string; scopes: string[]; chatbot: string | null; expiresAt: string | null };

const DAY_MS = 86_400_000;
const lifetimes = [30, 90, 365];

type Props = Pick<Submit, "isBusy" | "fields"> & {
  chatbots: { id: string; name: string }[];
  /** Resolves to whether the key was created. */
  onSubmit: (key: NewKey) => Promise<boolean>;
};

export function KeyForm({ chatbots, isBusy, fields, onSubmit }: Props) {
  const t = useTranslations("studio");
  const scopeName = useScopeName();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const values = new FormData(form);
    const days = Number(values.get("lifetime"));
    void onSubmit({
      name: String(values.get("name")),
      scopes: values.getAll("scopes").map(String),
      chatbot: String(values.get("chatbot")) || null,
      expiresAt: days > 0 ? new Date(Date.now() + days * DAY_MS).toISOString() : null,
    }).then((isDone) => isDone && form.reset());
  };
  return (
    <form className="grid gap-4" method="post" onSubmit={submit}>
      <Field
        label={t("keyName")}
        name="name"
        required
        maxLength={60}
        autoComplete="off"
        hint={t("keyNameHint")}
        error={fields.name}
      />
      <fieldset className="grid gap-2">
        <legend className="mb-2 text-small font-strong">{t("keyScopes")}</legend>
        {apiScopes.map((scope) => (
          <label key={scope} className="flex min-h-8 items-center gap-2.5 text-body">
            <Checkbox name="scopes" value={scope} defaultChecked={scope === "chat"} />
            {scopeName(scope)}
          </label>
        ))}
        {fields.scopes && <p className="text-small text-danger">{fields.scopes}</p>}
      </fieldset>
      <SelectField label={t("keyChatbot")} name="chatbot" defaultValue="">
        <option value="">{t("keyAllChatbots")}</option>
        {chatbots.map(({ id, name }) => (
          <option key={id} value={id}>
            {isolateText(name)}
          </option>
        ))}
      </SelectField>
      <SelectField label={t("keyLifetime")} name="lifetime" defaultValue="0">
        <option value="0">{t("keyNeverExpires")}</option>
        {lifetimes.map((days) => (
          <option key={days} value={days}>
            {t("keyDays", { count: days })}
          </option>
        ))}
      </SelectField>
      <Button type="submit" variant="primary" disabled={isBusy}>
        {t("makeKey")}
      </Button>
    </form>
  );
}
