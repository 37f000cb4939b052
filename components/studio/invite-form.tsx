import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyText } from "#components/ui/copy-text.tsx";
import { Field, FormError, SelectField } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { mayAssign } from "#lib/access/permissions.ts";
import { type Role, roles } from "#lib/access/role.ts";

export type Invitation = { id: string; email: string | null; role: Role; expiresAt: string };

type Props = { tenant: string; own: Role; onInvited: (invitation: Invitation) => void };

/** Invites by email, or without an email address by a link that is shown once. */
export function InviteForm({ tenant, own, onInvited }: Props) {
  const t = useTranslations("studio");
  const roleNames = useTranslations("account.roles");
  const { isBusy, error, fields, run } = useSubmit();
  const [made, setMade] = useState<{ email: string | null; link: string } | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const values = new FormData(form);
    const email = String(values.get("email")).trim() || null;
    const role = String(values.get("role")) as Role;
    void run(async () => {
      const { id, link } = await callApi<{ id: string; link: string }>(`/api/admin/${tenant}/invitations`, {
        method: "POST",
        body: { email, role },
      });
      form.reset();
      setMade({ email, link });
      onInvited({ id, email, role, expiresAt: "" });
    });
  };
  return (
    <section aria-labelledby="invite" className="self-start p-5 rounded-2xl border border-line bg-raised">
      <h2 id="invite" className="mb-4 font-semibold">
        {t("invite")}
      </h2>
      <form className="grid gap-4" method="post" onSubmit={submit}>
        <FormError>{error}</FormError>
        <Field
          label={t("inviteEmail")}
          name="email"
          type="email"
          autoComplete="off"
          hint={t("inviteHint")}
          error={fields.email}
        />
        <SelectField
          label={t("role")}
          name="role"
          defaultValue="editor"
          hint={t("roleHint")}
          className="*:capitalize"
        >
          {roles
            .filter((role) => mayAssign(own, role))
            .map((role) => (
              <option key={role} value={role}>
                {roleNames(role)}
              </option>
            ))}
        </SelectField>
        <Button type="submit" variant="primary" disabled={isBusy}>
          {t("invite")}
        </Button>
      </form>
      <div role="status" className="grid gap-2">
        {made && (
          <>
            <p className="mt-4 text-sm text-ink-soft">
              {made.email ? t("inviteSent", { email: made.email }) : t("linkMade")}
            </p>
            <CopyText text={made.link} />
          </>
        )}
      </div>
    </section>
  );
}
