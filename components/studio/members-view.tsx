"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { FormError } from "#components/ui/field.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { RowList } from "#components/ui/row-list.tsx";
import { Select } from "#components/ui/select.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { mayAssign } from "#lib/access/permissions.ts";
import { type Role, roles } from "#lib/access/role.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import { type Invitation, InviteForm } from "./invite-form.tsx";

type Member = { id: string; name: string; email: string; role: Role };

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
          <RowList>
            {members.map((member) => (
              <li key={member.id}>
                <div className="min-w-0 flex-[1_1_12rem]">
                  <p className="flex items-center gap-2 font-medium">
                    <span className="truncate">
                      <bdi>{member.name}</bdi>
                    </span>
                    {member.id === self && <Badge>{t("you")}</Badge>}
                  </p>
                  <p className="truncate text-sm text-ink-muted">{member.email}</p>
                </div>
                {mayChange(member) ? (
                  <Select
                    className="w-32 *:capitalize"
                    aria-label={t("roleOf", { name: isolateText(member.name) })}
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
        title={
          leaving?.id === self
            ? t("leaveTitle")
            : t("removeTitle", { name: isolateText(leaving?.name ?? "") })
        }
        body={leaving?.id === self ? t("leaveBody") : t("removeBody")}
        confirm={leaving?.id === self ? t("leave") : t("remove")}
        cancel={form("cancel")}
        onConfirm={() => leaving && remove(leaving)}
        onClose={() => setLeaving(null)}
      />
    </>
  );
}
