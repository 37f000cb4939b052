"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Field, FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";

export function CodeForm({ handle }: { handle: string }) {
  const t = useTranslations("people");
  const router = useRouter();
  const { isBusy, error, fields, run } = useSubmit();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const code = String(new FormData(form).get("code"));
    void run(async () => {
      await callApi("/api/me/code", { method: "POST", body: { chatbot: handle, code } });
      form.reset();
      router.refresh();
    });
  };
  return (
    <form className="grid gap-4" method="post" onSubmit={submit}>
      <FormError>{fields.code ? null : error}</FormError>
      <Field
        label={t("code")}
        name="code"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        required
        maxLength={40}
        hint={t("codeHint")}
        error={fields.code}
      />
      <Button type="submit" className="justify-self-start" disabled={isBusy}>
        {t("useCode")}
      </Button>
    </form>
  );
}
