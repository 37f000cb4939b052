"use client";

import { EyeOff, FileQuestion, RotateCw, Trash2, X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { callApi } from "#components/ui/api.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { DocumentEntry } from "#lib/knowledge/schema.ts";
import { entryState } from "./entry-state.ts";
import { Progress } from "./progress.tsx";
import { useKnowledge } from "./use-knowledge.ts";

export const entryId = ({ ingestion, document }: DocumentEntry) => ingestion?.id ?? document?.id ?? "";

/** A document of a source or its ingestion. Every state has the same height. */
export function EntryRow({ entry }: { entry: DocumentEntry }) {
  const t = useTranslations("studioKnowledge");
  const { tenant, api, mayWrite, remove, showNote } = useKnowledge();
  const { sourceId, path, document, ingestion } = entry;
  const { tone, key, values, share } = entryState(entry);
  const name = document?.title ?? path;
  const call = (address: string, method: "POST" | "DELETE") =>
    callApi(`${api}/ingestions/${ingestion?.id}${address}`, { method }).catch((error: Error) =>
      showNote({ text: error.message }),
    );
  const reason = tone === "failed" ? ingestion?.reason : null;
  return (
    <li
      data-tone={tone}
      className="group/entry grid min-h-24 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 border-b border-line px-1 py-3 min-[700px]:min-h-18 min-[700px]:grid-cols-[minmax(0,1fr)_14rem_auto]"
    >
      <div className="grid min-w-0">
        {document ? (
          <Link
            href={`/admin/${tenant}/knowledge/${sourceId}/${document.id}`}
            className="truncate font-strong underline-offset-[0.2em] hover:underline"
          >
            <bdi>{name}</bdi>
          </Link>
        ) : (
          <span className="truncate font-strong">
            <bdi>{name}</bdi>
          </span>
        )}
        {reason ? (
          <p className="line-clamp-2 text-small leading-snug text-danger group-data-[only=failed]/entries:line-clamp-none">
            {reason}
          </p>
        ) : (
          <small className="truncate text-small text-ink-muted">
            <bdi>{path}</bdi>
          </small>
        )}
      </div>
      <div className="col-start-1 row-start-2 grid min-w-0 gap-1 text-small text-ink-muted tabular-nums max-[700px]:group-data-[tone=failed]/entry:hidden min-[700px]:col-start-2 min-[700px]:row-start-1">
        <span className="truncate group-data-[tone=failed]/entry:text-danger">
          {tone === "ready" && document
            ? t("passages", { count: document.chunks })
            : t(`state.${key}`, values)}
        </span>
        {document && document.hidden > 0 && (
          <span
            className="inline-flex items-center gap-1.5 text-note text-ink-soft"
            title={t("hiddenBadge", { count: document.hidden })}
          >
            <EyeOff aria-hidden className="size-3.25 flex-none" />
            {t("hiddenBadge", { count: document.hidden })}
          </span>
        )}
        {document && document.unread > 0 && (
          <span
            className="inline-flex items-center gap-1.5 text-note text-ink-soft"
            title={t("unreadBadge", { count: document.unread })}
          >
            <FileQuestion aria-hidden className="size-3.25 flex-none" />
            {t("unreadBadge", { count: document.unread })}
          </span>
        )}
        {tone === "busy" && <Progress share={share ?? 0} label={name} />}
      </div>
      {mayWrite && (
        <div className="col-start-2 row-span-2 row-start-1 flex min-[700px]:col-start-3 min-[700px]:row-span-1 min-[700px]:row-start-1 min-[700px]:min-w-16 min-[700px]:justify-end">
          {(tone === "failed" || tone === "quiet") && (
            <IconButton
              icon={RotateCw}
              label={t("retryName", { name: isolateText(name) })}
              onClick={() => call("/retry", "POST")}
            />
          )}
          {tone === "busy" ? (
            <IconButton
              icon={X}
              label={t("cancelName", { name: isolateText(name) })}
              onClick={() => call("", "DELETE")}
            />
          ) : (
            <IconButton
              icon={Trash2}
              label={t("deleteDocument", { name: isolateText(name) })}
              onClick={() =>
                remove({
                  key: entryId(entry),
                  text: t("deletedDocument", { name: isolateText(name) }),
                  url: `${api}/sources/${sourceId}/documents?${new URLSearchParams({ path })}`,
                })
              }
            />
          )}
        </div>
      )}
    </li>
  );
}
