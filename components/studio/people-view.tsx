"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field, FormError } from "#components/ui/field.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { RowList } from "#components/ui/row-list.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { AccessCodeSummary, EntitlementChange, PeoplePage, PersonSummary } from "#lib/people/schema.ts";
import { AccessCodes } from "./access-codes.tsx";

type Props = {
  tenant: string;
  initial: PeoplePage;
  /** Whether visitors may sign up. */
  hasAccounts: boolean;
  mayChangeSettings: boolean;
  /** Null for users who may not change anything here. */
  codes: AccessCodeSummary[] | null;
};

/** End users with an account, their entitlements, and the actions of an admin. */
export function PeopleView({ tenant, initial, hasAccounts, mayChangeSettings, codes }: Props) {
  const t = useTranslations("studioPeople");
  const form = useTranslations("form");
  const format = useFormatter();
  const [page, setPage] = useState(initial);
  const [query, setQuery] = useState("");
  /** The search that the list shows results for. */
  const [asked, setAsked] = useState("");
  const [suspending, setSuspending] = useState<PersonSummary | null>(null);
  const [announcement, setAnnouncement] = useState("");
  const reason = useRef<HTMLDivElement>(null);
  const { isBusy, error, run } = useSubmit();
  const api = `/api/admin/${tenant}/people`;
  const load = (q: string, before: string | null = null) =>
    callApi<PeoplePage>(`${api}?${new URLSearchParams({ ...(q && { q }), ...(before && { before }) })}`);

  const search = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void run(async () => {
      setPage(await load(query));
      setAsked(query);
    });
  };
  const more = () =>
    void run(async () => {
      const next = await load(asked, page.before);
      setPage({ people: [...page.people, ...next.people], before: next.before });
    });
  const change = (person: PersonSummary, body: EntitlementChange) => {
    setSuspending(null);
    void run(async () => {
      const changed = await callApi<PersonSummary>(`${api}/${person.id}`, { method: "PATCH", body });
      setPage((now) => ({ ...now, people: now.people.map((one) => (one.id === person.id ? changed : one)) }));
      setAnnouncement(t("changed", { name: person.name, kind: t(`kinds.${changed.entitlement.kind}`) }));
    });
  };
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      <div className="grid grid-cols-1 gap-10 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid content-start gap-6">
          <FormError>{error}</FormError>
          <p role="status" className="sr-only">
            {announcement}
          </p>
          <search>
            <form className="flex items-end gap-2" onSubmit={search}>
              <Field
                label={t("search")}
                type="search"
                value={query}
                onChange={(event) => setQuery(event.target.value)}
              />
              <Button type="submit" size="medium" disabled={isBusy}>
                {t("find")}
              </Button>
            </form>
          </search>
          {page.people.length === 0 ? (
            <div className="grid justify-items-start gap-3 text-pretty text-ink-muted">
              <p>{t(asked ? "none" : hasAccounts ? "emptyOpen" : "empty")}</p>
              {!asked && !hasAccounts && mayChangeSettings && (
                <Link className={buttonClass("outline")} href={`/admin/${tenant}/settings`}>
                  {t("turnOn")}
                </Link>
              )}
            </div>
          ) : (
            <RowList>
              {page.people.map((person) => (
                <li key={person.id}>
                  <div className="min-w-48 flex-1">
                    <p className="truncate font-medium">
                      <bdi>{person.name}</bdi>
                    </p>
                    <p className="truncate text-sm text-ink-muted">{person.email}</p>
                  </div>
                  <div className="min-w-40 text-sm">
                    <p>{t(`kinds.${person.entitlement.kind}`)}</p>
                    <p className="text-ink-muted">
                      {t("asked", { count: person.messagesUsed })} ·{" "}
                      {t("since", {
                        day: format.dateTime(new Date(person.joinedAt), { dateStyle: "medium" }),
                      })}
                    </p>
                    <EntitlementNote entitlement={person.entitlement} />
                  </div>
                  {codes && (
                    <div className="flex gap-1">
                      {person.entitlement.kind !== "established" && (
                        <Button
                          variant="ghost"
                          disabled={isBusy}
                          onClick={() => change(person, { state: "established", until: null })}
                          aria-label={t("establishOne", { name: isolateText(person.name) })}
                        >
                          {t("establish")}
                        </Button>
                      )}
                      {person.entitlement.kind === "suspended" ||
                      person.entitlement.kind === "established" ? (
                        <Button
                          variant="ghost"
                          disabled={isBusy}
                          onClick={() => change(person, { state: "trial" })}
                          aria-label={t("backToTrialOne", { name: isolateText(person.name) })}
                        >
                          {t("backToTrial")}
                        </Button>
                      ) : null}
                      {person.entitlement.kind !== "suspended" && (
                        <Button
                          variant="ghost"
                          disabled={isBusy}
                          onClick={() => setSuspending(person)}
                          aria-label={t("suspendOne", { name: isolateText(person.name) })}
                        >
                          {t("suspend")}
                        </Button>
                      )}
                    </div>
                  )}
                </li>
              ))}
            </RowList>
          )}
          {page.before && (
            <Button variant="ghost" className="justify-self-start" onClick={more} disabled={isBusy}>
              {t("more")}
            </Button>
          )}
        </div>
        {codes && <AccessCodes tenant={tenant} initial={codes} />}
      </div>
      <ConfirmDialog
        isDestructive
        isOpen={suspending !== null}
        title={t("suspendTitle", { name: isolateText(suspending?.name ?? "") })}
        body={t("suspendBody")}
        confirm={t("suspend")}
        cancel={form("cancel")}
        onConfirm={() =>
          suspending &&
          change(suspending, {
            state: "suspended",
            reason: reason.current?.querySelector("input")?.value ?? "",
          })
        }
        onClose={() => setSuspending(null)}
      >
        <div ref={reason}>
          <Field
            label={t("suspendReason")}
            hint={t("suspendReasonHint")}
            maxLength={300}
            autoComplete="off"
          />
        </div>
      </ConfirmDialog>
    </>
  );
}

/** When access ends, what is left of a trial, or why the user is suspended. */
function EntitlementNote({ entitlement }: { entitlement: PersonSummary["entitlement"] }) {
  const t = useTranslations("studioPeople");
  const format = useFormatter();
  const note = () => {
    if (entitlement.kind === "suspended") return entitlement.reason;
    if (entitlement.kind === "expired") return null;
    const { messagesLeft, endsAt } = entitlement;
    return [
      messagesLeft === null ? null : t("left", { count: messagesLeft }),
      endsAt && t("until", { day: format.dateTime(new Date(endsAt), { dateStyle: "medium" }) }),
    ]
      .filter(Boolean)
      .join(" · ");
  };
  const text = note();
  return text ? <p className="text-ink-muted">{text}</p> : null;
}
