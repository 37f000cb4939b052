"use client";

import { EyeOff, RotateCw, Trash2, X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { callApi } from "#components/ui/api.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { DocumentEntry } from "#lib/knowledge/schema.ts";
import { entryState } from "./entry-state.ts";
import { Progress } from "./progress.tsx";
import { useKnowledge } from "./use-knowledge.ts";

export const entryId = ({ ingestion, document }: DocumentEntry) => ingestion?.id ?? document?.id ?? "";

/** A document of a source, or what becomes of it; as high whatever it says. */
export function EntryRow({ entry }: { entry: DocumentEntry }) {
  const t = useTranslations("studioKnowledge");
  const { tenant, api, mayWrite, remove, say } = useKnowledge();
  const { sourceId, path, document, ingestion } = entry;
  const { tone, key, values, share } = entryState(entry);
  const name = document?.title ?? path;
  const call = (address: string, method: "POST" | "DELETE") =>
    callApi(`${api}/ingestions/${ingestion?.id}${address}`, { method }).catch((error: Error) =>
      say({ text: error.message }),
    );
  const reason = tone === "failed" ? ingestion?.reason : null;
  return (
    <li data-tone={tone}>
      <div className="entry-name">
        {document ? (
          <Link href={`/admin/${tenant}/knowledge/${sourceId}/${document.id}`} className="truncate">
            {name}
          </Link>
        ) : (
          <span className="truncate">{name}</span>
        )}
        {reason ? <p className="entry-reason">{reason}</p> : <small className="truncate">{path}</small>}
      </div>
      <div className="entry-state">
        <span className="truncate">
          {tone === "ready" && document
            ? t("passages", { count: document.chunks })
            : t(`state.${key}`, values)}
        </span>
        {document && document.hidden > 0 && (
          <span className="hidden-badge" title={t("hiddenBadge", { count: document.hidden })}>
            <EyeOff aria-hidden />
            {t("hiddenBadge", { count: document.hidden })}
          </span>
        )}
        {tone === "busy" && <Progress share={share ?? 0} label={name} />}
      </div>
      {mayWrite && (
        <div className="entry-actions">
          {(tone === "failed" || tone === "quiet") && (
            <IconButton
              icon={RotateCw}
              label={t("retryName", { name })}
              onClick={() => call("/retry", "POST")}
            />
          )}
          {tone === "busy" ? (
            <IconButton icon={X} label={t("cancelName", { name })} onClick={() => call("", "DELETE")} />
          ) : (
            <IconButton
              icon={Trash2}
              label={t("deleteDocument", { name })}
              onClick={() =>
                remove({
                  key: entryId(entry),
                  text: t("deletedDocument", { name }),
                  address: `${api}/sources/${sourceId}/documents?${new URLSearchParams({ path })}`,
                })
              }
            />
          )}
        </div>
      )}
    </li>
  );
}
