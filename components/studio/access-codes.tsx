"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { FormError } from "#components/ui/field.tsx";
import { RowList } from "#components/ui/row-list.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import type { AccessCodeSummary } from "#lib/people/schema.ts";
import { AccessCodeForm } from "./access-code-form.tsx";

/** Creates, lists and revokes codes that approve the users who enter them. */
export function AccessCodes({ tenant, initial }: { tenant: string; initial: AccessCodeSummary[] }) {
  const t = useTranslations("studioPeople");
  const form = useTranslations("form");
  const format = useFormatter();
  const { isBusy, error, run } = useSubmit();
  const [codes, setCodes] = useState(initial);
  const [leaving, setLeaving] = useState<AccessCodeSummary | null>(null);
  const api = `/api/admin/${tenant}/people/codes`;
  const load = async () => setCodes(await callApi<AccessCodeSummary[]>(api));
  const withdraw = (code: AccessCodeSummary) => {
    setLeaving(null);
    void run(async () => {
      await callApi(`${api}/${code.id}`, { method: "DELETE" });
      await load();
    });
  };
  const day = (code: AccessCodeSummary) => format.dateTime(new Date(code.createdAt), { dateStyle: "medium" });
  return (
    <div className="grid content-start gap-8">
      <AccessCodeForm api={api} onCreated={() => void run(load)} />
      {codes.length > 0 && (
        <section aria-labelledby="codes" className="grid gap-2">
          <h2 id="codes" className="font-semibold">
            {t("codesTitle")}
          </h2>
          <FormError>{error}</FormError>
          <RowList>
            {codes.map((code) => (
              <li key={code.id}>
                <div className="min-w-0 flex-1 text-sm">
                  <p>{t("codeLine", { uses: code.usesLeft, days: code.days ?? 0 })}</p>
                  <p className="text-ink-muted">{t("codeMade", { day: day(code) })}</p>
                </div>
                <Button
                  variant="ghost"
                  aria-label={t("withdrawCode", { day: day(code) })}
                  disabled={isBusy}
                  onClick={() => setLeaving(code)}
                >
                  {t("withdraw")}
                </Button>
              </li>
            ))}
          </RowList>
        </section>
      )}
      <ConfirmDialog
        isDestructive
        isOpen={leaving !== null}
        title={t("withdrawTitle")}
        body={t("withdrawBody")}
        confirm={t("withdraw")}
        cancel={form("cancel")}
        onConfirm={() => leaving && withdraw(leaving)}
        onClose={() => setLeaving(null)}
      />
    </div>
  );
}
