"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyText } from "#components/ui/copy-text.tsx";
import { Field, FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";

/** Creates a code that approves the users who enter it. The code is shown once. */
export function AccessCodeForm({ api, onCreated }: { api: string; onCreated: () => void }) {
  const t = useTranslations("studioPeople");
  const { isBusy, error, fields, run } = useSubmit();
  const [code, setCode] = useState<string | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const days = String(values.get("days") ?? "").trim();
    const body = { days: days ? Number(days) : null, uses: Number(values.get("uses")) };
    void run(async () => {
      const created = await callApi<{ code: string }>(api, { method: "POST", body });
      setCode(created.code);
      onCreated();
    });
  };
  return (
    <form className="grid gap-4 content-start" method="post" onSubmit={submit}>
      <h2 className="font-semibold">{t("codeTitle")}</h2>
      <p className="text-sm text-ink-muted">{t("codeLead")}</p>
      <FormError>{error}</FormError>
      <Field
        label={t("codeUses")}
        name="uses"
        type="number"
        min={1}
        max={10_000}
        defaultValue={1}
        required
        error={fields.uses}
      />
      <Field
        label={t("codeDays")}
        name="days"
        type="number"
        min={1}
        max={3_650}
        hint={t("codeDaysHint")}
        error={fields.days}
      />
      <Button type="submit" className="justify-self-start" disabled={isBusy}>
        {t("makeCode")}
      </Button>
      {code && (
        <div role="status" className="grid gap-2">
          <p className="text-sm text-ink-muted">{t("codeOnce")}</p>
          <CopyText text={code} />
        </div>
      )}
    </form>
  );
}
