"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Field, FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { NAME_MAX_CHARS } from "#lib/auth/schema.ts";

type Props = { name: string; email: string };

export function NameForm({ name, email }: Props) {
  const t = useTranslations("account");
  const router = useRouter();
  const { isBusy, error, fields, run } = useSubmit();
  const [isDone, setDone] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const body = { name: String(new FormData(event.currentTarget).get("name")) };
    void run(async () => {
      setDone(false);
      await callApi("/api/account", { method: "PATCH", body });
      setDone(true);
      router.refresh();
    });
  };
  return (
    <form className="grid gap-4" method="post" onSubmit={submit}>
      <FormError>{error}</FormError>
      <Field
        label={t("name")}
        name="name"
        autoComplete="name"
        defaultValue={name}
        required
        maxLength={NAME_MAX_CHARS}
        error={fields.name}
      />
      <Field label={t("email")} value={email} type="email" readOnly disabled hint={t("emailFixed")} />
      <div className="flex items-center gap-3">
        <Button type="submit" disabled={isBusy}>
          {t("saveName")}
        </Button>
        <span role="status" className="text-sm text-ink-muted">
          {isDone && t("nameSaved")}
        </span>
      </div>
    </form>
  );
}
