"use client";

import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { AreaField, FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { UpdateView } from "#lib/status/list-updates.ts";
import { MAX_CONTENT } from "#lib/status/schema.ts";

type UpdateListProps = {
  tenant: string;
  updates: UpdateView[];
  /** Names of teams by their id. */
  teams: Record<string, string>;
  mayWrite: boolean;
  /** Whether the member may delete what others wrote. */
  mayModerate: boolean;
};

export function UpdateList({ tenant, updates, teams, mayWrite, mayModerate }: UpdateListProps) {
  return (
    <ol className="grid gap-4">
      {updates.map((update) => (
        <UpdateCard
          key={update.updateId}
          update={update}
          team={teams[update.teamId] ?? update.teamId}
          api={`/api/admin/${tenant}/updates/${encodeURIComponent(update.updateId)}`}
          mayEdit={mayWrite && update.isOwn}
          mayDelete={mayWrite && (update.isOwn || mayModerate)}
        />
      ))}
    </ol>
  );
}

type UpdateCardProps = {
  update: UpdateView;
  team: string;
  api: string;
  mayEdit: boolean;
  mayDelete: boolean;
};

function UpdateCard({ update, team, api, mayEdit, mayDelete }: UpdateCardProps) {
  const t = useTranslations("checkIns");
  const form = useTranslations("form");
  const format = useFormatter();
  const router = useRouter();
  const { isBusy, error, fields, run } = useSubmit();
  const [isEditing, setEditing] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const when = format.dateTime(new Date(update.createdAt), { dateStyle: "medium", timeStyle: "short" });
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const body = { content: String(new FormData(event.currentTarget).get("content")) };
    void run(async () => {
      await callApi(api, { method: "PATCH", body });
      router.refresh();
    }).then((isDone) => isDone && setEditing(false));
  };
  const remove = () => {
    setAsking(false);
    void run(async () => {
      await callApi(api, { method: "DELETE" });
      router.refresh();
    });
  };
  return (
    <li className="grid gap-2 rounded-panel border border-line bg-raised px-4 py-3">
      <div className="flex flex-wrap items-baseline gap-x-2">
        <p className="min-w-0 truncate font-strong">{update.author}</p>
        <p className="min-w-0 flex-1 text-small text-ink-muted">
          {isolateText(team)} · <time dateTime={update.createdAt}>{when}</time>
          {update.isEdited && ` · ${t("edited")}`}
        </p>
        {!isEditing && (mayEdit || mayDelete) && (
          <div className="flex gap-x-3">
            {mayEdit && (
              <Button
                variant="link"
                disabled={isBusy}
                aria-label={t("editNamed", { when })}
                onClick={() => setEditing(true)}
              >
                {t("edit")}
              </Button>
            )}
            {mayDelete && (
              <Button
                variant="link"
                className="text-danger"
                disabled={isBusy}
                aria-label={t("deleteNamed", { author: isolateText(update.author), when })}
                onClick={() => setAsking(true)}
              >
                {t("delete")}
              </Button>
            )}
          </div>
        )}
      </div>
      {isEditing ? (
        <form className="grid gap-3" method="post" onSubmit={save}>
          <AreaField
            label={t("content")}
            name="content"
            required
            maxLength={MAX_CONTENT}
            defaultValue={update.content}
            error={fields.content}
          />
          <div className="flex gap-3">
            <Button type="submit" variant="primary" disabled={isBusy}>
              {t("save")}
            </Button>
            <Button disabled={isBusy} onClick={() => setEditing(false)}>
              {form("cancel")}
            </Button>
          </div>
        </form>
      ) : (
        <p dir="auto" className="text-body whitespace-pre-line wrap-anywhere">
          {update.content}
        </p>
      )}
      <FormError>{error}</FormError>
      <ConfirmDialog
        isDestructive
        isOpen={isAsking}
        title={t("deleteTitle")}
        body={t("deleteBody")}
        confirm={t("delete")}
        cancel={form("cancel")}
        onConfirm={remove}
        onClose={() => setAsking(false)}
      />
    </li>
  );
}
