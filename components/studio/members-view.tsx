"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field, FormError, SelectField } from "#components/ui/field.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { RowList } from "#components/ui/row-list.tsx";
import { Select } from "#components/ui/select.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { useTypedEarly } from "#components/ui/use-typed-early.ts";
import { mayAssign } from "#lib/access/permissions.ts";
import { type Role, roles } from "#lib/access/role.ts";
import { CopyText } from "./copy-text.tsx";

type Member = { id: string; name: string; email: string; role: Role };
type Invitation = { id: string; email: string | null; role: Role; expiresAt: string };

type Props = {
  tenant: string;
  self: string;
  role: Role;
  initialMembers: Member[];
  initialInvitations: Invitation[];
};

export function MembersView({ tenant, self, role: own, initialMembers, initialInvitations }: Props) {
  const t = useTranslations("studio");
  const form = useTranslations("form");
  const roleNames = useTranslations("account.roles");
  const [members, setMembers] = useState(initialMembers);
  const [invitations, setInvitations] = useState(initialInvitations);
  const [leaving, setLeaving] = useState<Member | null>(null);
  const list = useSubmit();
  const rows = useRef<HTMLUListElement>(null);
  useTypedEarly(rows);
  const api = `/api/admin/${tenant}`;
  const mayInvite = mayAssign(own, "viewer");

  const changeRole = (member: Member, role: Role) => {
    const before = members;
    setMembers((all) => all.map((one) => (one.id === member.id ? { ...one, role } : one)));
    void list
      .run(() => callApi(`${api}/members/${member.id}`, { method: "PATCH", body: { role } }))
      .then((isDone) => {
        if (!isDone) setMembers(before);
        else if (member.id === self) location.reload();
      });
  };
  const remove = (member: Member) => {
    setLeaving(null);
    void list.run(async () => {
      await callApi(`${api}/members/${member.id}`, { method: "DELETE" });
      if (member.id === self) location.assign("/admin");
      else setMembers((all) => all.filter((one) => one.id !== member.id));
    });
  };
  const withdraw = (id: string) =>
    void list.run(async () => {
      await callApi(`${api}/invitations/${id}`, { method: "DELETE" });
      setInvitations((all) => all.filter((one) => one.id !== id));
    });
  const mayChange = (member: Member) => mayAssign(own, member.role);

  return (
    <>
      <PageHead title={t("members")} lead={t("membersLead")} />
      <div className="grid grid-cols-1 gap-10 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid content-start gap-8">
          <FormError>{list.error}</FormError>
          <RowList ref={rows}>
            {members.map((member) => (
              <li key={member.id}>
                <div className="min-w-0 flex-[1_1_12rem]">
                  <p className="flex items-center gap-2 font-medium">
                    <span className="truncate">{member.name}</span>
                    {member.id === self && <Badge>{t("you")}</Badge>}
                  </p>
                  <p className="truncate text-sm text-ink-muted">{member.email}</p>
                </div>
                {mayChange(member) ? (
                  <Select
                    className="w-32 *:capitalize"
                    aria-label={t("roleOf", { name: member.name })}
                    value={member.role}
                    onChange={(event) => changeRole(member, event.target.value as Role)}
                  >
                    {roles
                      .filter((role) => mayAssign(own, role))
                      .map((role) => (
                        <option key={role} value={role}>
                          {roleNames(role)}
                        </option>
                      ))}
                  </Select>
                ) : (
                  <span className="w-32 text-small text-ink-muted capitalize">{roleNames(member.role)}</span>
                )}
                {(mayChange(member) || member.id === self) && (
                  <Button variant="ghost" className="w-22" onClick={() => setLeaving(member)}>
                    {member.id === self ? t("leave") : t("remove")}
                  </Button>
                )}
              </li>
            ))}
          </RowList>
          {invitations.length > 0 && (
            <section aria-labelledby="invitations">
              <h2 id="invitations" className="mb-3 font-semibold">
                {t("openInvitations")}
              </h2>
              <RowList>
                {invitations.map(({ id, email, role }) => (
                  <li key={id}>
                    <p className="min-w-0 flex-[1_1_12rem] truncate">{email ?? t("byLink")}</p>
                    <span className="w-32 text-small text-ink-muted capitalize">{roleNames(role)}</span>
                    <Button variant="ghost" onClick={() => withdraw(id)}>
                      {t("withdraw")}
                    </Button>
                  </li>
                ))}
              </RowList>
            </section>
          )}
        </div>
        {mayInvite && (
          <InviteForm
            tenant={tenant}
            own={own}
            onInvited={(invitation) => setInvitations((all) => [invitation, ...all])}
          />
        )}
      </div>
      <ConfirmDialog
        isDestructive
        isOpen={leaving !== null}
        title={leaving?.id === self ? t("leaveTitle") : t("removeTitle", { name: leaving?.name ?? "" })}
        body={leaving?.id === self ? t("leaveBody") : t("removeBody")}
        confirm={leaving?.id === self ? t("leave") : t("remove")}
        cancel={form("cancel")}
        onConfirm={() => leaving && remove(leaving)}
        onClose={() => setLeaving(null)}
      />
    </>
  );
}

type InviteProps = { tenant: string; own: Role; onInvited: (invitation: Invitation) => void };

/** Invites by mail, or without an address by a link that is shown once. */
function InviteForm({ tenant, own, onInvited }: InviteProps) {
  const t = useTranslations("studio");
  const roleNames = useTranslations("account.roles");
  const { isBusy, error, fields, run } = useSubmit();
  const [made, setMade] = useState<{ email: string | null; link: string } | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    const email = String(given.get("email")).trim() || null;
    const role = String(given.get("role")) as Role;
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
