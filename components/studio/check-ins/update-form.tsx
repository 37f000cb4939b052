"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { AreaField, FormError, SelectField } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import { MAX_CONTENT } from "#lib/status/schema.ts";

type UpdateFormProps = {
  tenant: string;
  teams: { teamId: string; name: string }[];
  /** The team chosen at first. */
  initial: string | undefined;
};

/** Submits the member's own update. The text stays until it is stored. */
export function UpdateForm({ tenant, teams, initial }: UpdateFormProps) {
  const t = useTranslations("checkIns");
  const router = useRouter();
  const { isBusy, error, fields, run } = useSubmit();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const values = new FormData(form);
    const body = { team_id: String(values.get("team")), content: String(values.get("content")) };
    void run(async () => {
      await callApi(`/api/admin/${tenant}/updates`, { method: "POST", body });
      router.refresh();
    }).then((isDone) => isDone && form.reset());
  };
  return (
    <form className="grid gap-4" method="post" onSubmit={submit}>
      {teams.length === 1 ? (
        <input type="hidden" name="team" value={teams[0]?.teamId} />
      ) : (
        <SelectField label={t("team")} name="team" defaultValue={initial}>
          {teams.map(({ teamId, name }) => (
            <option key={teamId} value={teamId}>
              {isolateText(name)}
            </option>
          ))}
        </SelectField>
      )}
      <AreaField
        label={t("content")}
        name="content"
        required
        maxLength={MAX_CONTENT}
        error={fields.content}
      />
      <FormError>{error}</FormError>
      <Button type="submit" variant="primary" className="justify-self-start" disabled={isBusy}>
        {t("submit")}
      </Button>
    </form>
  );
}
