"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { errorClass } from "#components/ui/control-class.ts";
import { CheckField, Field, SelectField } from "#components/ui/field.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { DraftMember } from "./team-draft.ts";
import { placeOf } from "./use-moment.ts";

export type Account = { id: string; name: string };
export type SlackOption = { slackUser: string; name: string; timeZone: string | null };

type MembersFieldProps = {
  members: DraftMember[];
  /** Members of the workspace. */
  accounts: Account[];
  /** People in Slack; null while it is not connected. */
  slackPeople: SlackOption[] | null;
  teamZone: string;
  error: string | undefined;
  onChange: (members: DraftMember[]) => void;
};

/** Who is in the team, and how each of them is asked. */
export function MembersField(props: MembersFieldProps) {
  const { members, accounts, slackPeople, teamZone, error, onChange } = props;
  const t = useTranslations("checkIns");
  return (
    <div className="grid gap-4">
      {members.length > 0 && (
        <ul className="rounded-panel border border-line bg-raised">
          {members.map((member, index) => (
            <MemberItem
              key={member.personId ?? `${member.slackUser}/${member.name}`}
              member={member}
              slackPeople={slackPeople}
              teamZone={teamZone}
              onChange={(changed) => onChange(members.with(index, changed))}
              onRemove={() => onChange(members.toSpliced(index, 1))}
            />
          ))}
        </ul>
      )}
      {members.length === 0 && <p className="text-small text-ink-muted">{t("noMembers")}</p>}
      <AddMember
        members={members}
        accounts={accounts}
        slackPeople={slackPeople}
        onAdd={(member) => onChange([...members, member])}
      />
      {error && <p className={errorClass}>{error}</p>}
    </div>
  );
}

type MemberItemProps = {
  member: DraftMember;
  slackPeople: SlackOption[] | null;
  teamZone: string;
  onChange: (member: DraftMember) => void;
  onRemove: () => void;
};

function MemberItem({ member, slackPeople, teamZone, onChange, onRemove }: MemberItemProps) {
  const t = useTranslations("checkIns");
  const { slackUser, timeZone, reminders } = member;
  const name = isolateText(member.name);
  const slackName = slackPeople?.find((one) => one.slackUser === slackUser)?.name;
  const facts = [
    placeOf(timeZone || teamZone),
    slackUser ? t("slackNamed", { name: isolateText(slackName ?? slackUser) }) : t("inWeb"),
    ...(slackUser && !reminders ? [t("noReminders")] : []),
  ];
  const isSlackOnly = member.personId?.startsWith("slack:") ?? slackUser !== "";
  return (
    <li className="flex items-start gap-1 py-1 ps-4 pe-2 not-first:border-t not-first:border-line">
      <details className="min-w-0 flex-1 py-1.5">
        <summary className="cursor-pointer rounded-sm marker:text-[0.7em] marker:text-ink-muted">
          <span className="text-body">{name}</span>{" "}
          <span className="text-small text-ink-muted">{facts.join(" · ")}</span>
        </summary>
        <div className="grid gap-4 py-3">
          <Field
            label={t("ownZone")}
            list="time-zones"
            autoComplete="off"
            maxLength={60}
            placeholder={teamZone}
            value={timeZone ?? ""}
            hint={t("ownZoneHint")}
            onChange={(event) => onChange({ ...member, timeZone: event.target.value || null })}
          />
          {slackPeople && !isSlackOnly && (
            <SelectField
              label={t("slackPerson")}
              hint={t("slackPersonHint")}
              value={slackUser}
              onChange={({ target: { value } }) => {
                const zone = slackPeople.find((one) => one.slackUser === value)?.timeZone;
                onChange({ ...member, slackUser: value, timeZone: zone ?? timeZone });
              }}
            >
              <option value="">{t("noSlackPerson")}</option>
              {slackUser && !slackName && <option value={slackUser}>{slackUser}</option>}
              {slackPeople.map((one) => (
                <option key={one.slackUser} value={one.slackUser}>
                  {isolateText(one.name)}
                </option>
              ))}
            </SelectField>
          )}
          {slackUser !== "" && (
            <CheckField
              label={t("remind")}
              hint={t("remindMeHint")}
              checked={reminders}
              onChange={(event) => onChange({ ...member, reminders: event.target.checked })}
            />
          )}
        </div>
      </details>
      <IconButton icon={X} label={t("removeMember", { name })} onClick={onRemove} />
    </li>
  );
}

type AddMemberProps = Pick<MembersFieldProps, "members" | "accounts" | "slackPeople"> & {
  onAdd: (member: DraftMember) => void;
};

const fresh = { slackUser: "", timeZone: null, reminders: true };

/** Adds a member of the workspace, someone in Slack, or someone known by a name alone. */
function AddMember({ members, accounts, slackPeople, onAdd }: AddMemberProps) {
  const t = useTranslations("checkIns");
  const [chosen, setChosen] = useState("");
  const [name, setName] = useState("");
  const ids = new Set(members.map(({ personId }) => personId));
  const linked = new Set(members.map(({ slackUser }) => slackUser));
  const free = accounts.filter(({ id }) => !ids.has(id));
  const freeInSlack = (slackPeople ?? []).filter(({ slackUser }) => !linked.has(slackUser));
  const isNamed = chosen === "name";
  const isTaken = members.some((one) => one.personId === `name:${name.trim()}`);
  const add = () => {
    const account = free.find(({ id }) => id === chosen);
    const inSlack = freeInSlack.find(({ slackUser }) => slackUser === chosen);
    if (account) onAdd({ ...fresh, personId: account.id, name: account.name });
    else if (inSlack)
      onAdd({ ...fresh, personId: `slack:${inSlack.slackUser}`, name: inSlack.name, ...slackOf(inSlack) });
    else if (isNamed && name.trim() !== "")
      onAdd({ ...fresh, personId: `name:${name.trim()}`, name: name.trim() });
    setChosen("");
    setName("");
  };
  return (
    <div className="flex flex-wrap items-end gap-2">
      <div className="min-w-0 flex-[1_1_14rem]">
        <SelectField
          label={t("addSomeone")}
          value={chosen}
          onChange={(event) => setChosen(event.target.value)}
        >
          <option value="">{t("choosePerson")}</option>
          {free.length > 0 && (
            <optgroup label={t("inWorkspace")}>
              {free.map(({ id, name: label }) => (
                <option key={id} value={id}>
                  {isolateText(label)}
                </option>
              ))}
            </optgroup>
          )}
          {freeInSlack.length > 0 && (
            <optgroup label={t("peopleInSlack")}>
              {freeInSlack.map(({ slackUser, name: label }) => (
                <option key={slackUser} value={slackUser}>
                  {isolateText(label)}
                </option>
              ))}
            </optgroup>
          )}
          <option value="name">{t("byName")}</option>
        </SelectField>
      </div>
      {isNamed && (
        <Field
          className="min-w-0 flex-[1_1_12rem]"
          label={t("personName")}
          value={name}
          maxLength={120}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            if (!isTaken) add();
          }}
        />
      )}
      <Button
        size="medium"
        disabled={chosen === "" || (isNamed && (name.trim() === "" || isTaken))}
        onClick={add}
      >
        {t("addMember")}
      </Button>
    </div>
  );
}

const slackOf = ({ slackUser, timeZone }: SlackOption) => ({ slackUser, timeZone });
