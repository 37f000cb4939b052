"use client";

import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Field, FormError } from "#components/ui/field.tsx";
import { Section } from "#components/ui/section.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";

type Props = { tenant: string; name: string; deleteAt: string | null };

/** Deletes the workspace after its name is typed, or restores it while that is possible. For owners. */
export function DeleteWorkspace({ tenant, name, deleteAt }: Props) {
  const t = useTranslations("studio.closing");
  const form = useTranslations("form");
  const format = useFormatter();
  const router = useRouter();
  const { isBusy, error, fields, run } = useSubmit();
  const [isAsking, setAsking] = useState(false);
  const call = (method: "POST" | "DELETE", body?: object) =>
    run(async () => {
      await callApi(`/api/admin/${tenant}/deletion`, { method, ...(body && { body }) });
      router.refresh();
    });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget).get("name"));
    void call("POST", { name: typed }).then((isDone) => isDone && setAsking(false));
  };
  return (
    <Section title={t("delete")} className="max-w-md border-t border-line pt-9">
      <FormError>{fields.name ? null : error}</FormError>
      {deleteAt && (
        <>
          <p className="text-danger text-pretty">
            {t("willBeDeleted", { day: format.dateTime(new Date(deleteAt), { dateStyle: "long" }) })}
          </p>
          <Button className="w-fit" variant="primary" disabled={isBusy} onClick={() => void call("DELETE")}>
            {t("restore")}
          </Button>
        </>
      )}
      {!deleteAt && !isAsking && (
        <>
          <p className="text-sm text-ink-muted text-pretty">{t("deleteLead")}</p>
          <Button className="w-fit" variant="dangerOutline" onClick={() => setAsking(true)}>
            {t("delete")}
          </Button>
        </>
      )}
      {!deleteAt && isAsking && (
        <form className="grid gap-4" method="post" onSubmit={submit}>
          <p className="text-pretty">{t("deleteBody")}</p>
          <p className="text-small text-ink-muted">
            {t.rich("typeName", {
              name: () => (
                <b className="text-ink select-all">
                  <bdi>{name}</bdi>
                </b>
              ),
            })}
          </p>
          <Field
            label={t("nameToConfirm")}
            name="name"
            required
            autoFocus
            autoComplete="off"
            spellCheck={false}
            error={fields.name}
          />
          <div className="flex gap-2">
            <Button type="submit" variant="danger" disabled={isBusy}>
              {t("delete")}
            </Button>
            <Button variant="ghost" onClick={() => setAsking(false)}>
              {form("cancel")}
            </Button>
          </div>
        </form>
      )}
    </Section>
  );
}
