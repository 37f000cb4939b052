"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { UpdateView } from "#lib/status/update-view.ts";
import { EditUpdate } from "./edit-update.tsx";
import { UpdateText } from "./update-text.tsx";

type UpdateCardProps = {
  tenant: string;
  update: UpdateView;
  /** The team's name; unset where the page is about one team. */
  team?: string;
  /** Whether the date is shown beside the time: where no heading says it. */
  hasDate?: boolean;
  mayEdit: boolean;
  mayDelete: boolean;
  /** Where to go once it is deleted; unset: the page stays. */
  afterwards?: string;
};

/** An update, with what its reader may do with it. Its time is a link to the update alone. */
export function UpdateCard(props: UpdateCardProps) {
  const { tenant, update, team, hasDate = false, mayEdit, mayDelete, afterwards } = props;
  const t = useTranslations("checkIns");
  const form = useTranslations("form");
  const format = useFormatter();
  const router = useRouter();
  const { isBusy, error, fields, run, clear } = useSubmit();
  const [isEditing, setEditing] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const id = encodeURIComponent(update.updateId);
  const api = `/api/admin/${tenant}/updates/${id}`;
  const at = new Date(update.createdAt);
  const when = format.dateTime(at, { dateStyle: "medium", timeStyle: "short" });
  const save = (content: string) =>
    void run(async () => {
      await callApi(api, { method: "PATCH", body: { content } });
      router.refresh();
    }).then((isDone) => isDone && setEditing(false));
  const remove = () => {
    setAsking(false);
    void run(async () => {
      await callApi(api, { method: "DELETE" });
      if (afterwards) router.push(afterwards);
      router.refresh();
    });
  };
  const cancel = () => {
    clear();
    setEditing(false);
  };
  return (
    <article
      aria-label={t("updateNamed", { author: isolateText(update.author), when })}
      className="grid gap-2 rounded-panel border border-line bg-raised px-4 py-3"
    >
      <div className="flex flex-wrap items-baseline gap-x-2">
        <p className="min-w-0 truncate font-strong">
          <bdi>{update.author}</bdi>
        </p>
        <p className="min-w-0 flex-1 text-small text-ink-muted">
          {team !== undefined && `${isolateText(team)} · `}
          <Link
            href={`/admin/${tenant}/updates/${id}`}
            aria-label={t("openNamed", { author: isolateText(update.author), when })}
            className="rounded-sm underline-offset-[0.2em] hover:text-ink hover:underline"
          >
            <time dateTime={update.createdAt}>
              {hasDate ? when : format.dateTime(at, { timeStyle: "short" })}
            </time>
          </Link>
          {update.editedAt && ` · ${t("edited")}`}
        </p>
        {!isEditing && (mayEdit || mayDelete) && (
          <div className="flex gap-x-3 text-small">
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
                className="text-ink-muted hover:text-danger"
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
        <EditUpdate
          content={update.content}
          isBusy={isBusy}
          error={fields.content}
          onSave={save}
          onCancel={cancel}
        />
      ) : (
        <UpdateText content={update.content} />
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
    </article>
  );
}
