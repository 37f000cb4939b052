"use client";

import { useTranslations } from "next-intl";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import { Segments } from "#components/ui/segments.tsx";
import type { EntryPage, SourceOverview } from "#lib/knowledge/schema.ts";
import { EntryRow, entryId } from "./entry-row.tsx";
import { useEntries } from "./use-entries.ts";
import { useKnowledge } from "./use-knowledge.ts";

type Props = { source: SourceOverview; initial: EntryPage };

/** The documents of a source: ready, in progress and failed. */
export function EntryList({ source, initial }: Props) {
  const t = useTranslations("studioKnowledge");
  const { api, live, mayWrite, isDeleted, showNote } = useKnowledge();
  const address = `${api}/sources/${source.id}/documents`;
  const list = useEntries(address, { sourceId: source.id, initial, live });
  const { query, shown } = list;
  const entries = list.entries.filter((entry) => !isDeleted(entryId(entry)));
  const failed = entries.filter(({ ingestion }) => ingestion?.state === "failed");
  const retryAll = () => {
    for (const { ingestion } of failed) {
      callApi(`${api}/ingestions/${ingestion?.id}/retry`, { method: "POST" }).catch((error: Error) =>
        showNote({ text: error.message }),
      );
    }
  };
  const isBare = entries.length === 0 && shown.q === "" && shown.only === null;
  const nothing = shown.q ? t("nothingLike", { query: shown.q }) : shown.only ? t("noneFailed") : "";
  return (
    <>
      {!isBare && (
        <div className="mb-3 flex flex-wrap items-center gap-2">
          <SearchField
            className="min-h-9"
            type="search"
            aria-label={t("filter")}
            placeholder={t("filter")}
            value={query.q}
            maxLength={200}
            onChange={({ target }) => list.setQuery({ ...query, q: target.value.trimStart() })}
          />
          <Segments
            label={t("columns.state")}
            value={query.only}
            onChange={(only) => list.setQuery({ ...query, only })}
            options={[
              { value: null, label: t("all") },
              {
                value: "failed",
                label: (
                  <>
                    {t("failed")}
                    <small className="ms-1.5 tabular-nums">{source.failed}</small>
                  </>
                ),
              },
            ]}
          />
          {mayWrite && (
            <Button
              variant="ghost"
              hidden={query.only !== "failed" || failed.length === 0}
              onClick={retryAll}
            >
              {t("retryAll")}
            </Button>
          )}
        </div>
      )}
      {entries.length > 0 && (
        <ul
          className="group/entries border-t border-line"
          aria-label={t("columns.documents")}
          data-only={shown.only ?? undefined}
        >
          {entries.map((entry) => (
            <EntryRow key={entry.path} entry={entry} />
          ))}
        </ul>
      )}
      {entries.length === 0 && nothing && <p className="py-8 text-ink-muted">{nothing}</p>}
      {list.isFailed && <p role="alert">{t("offline")}</p>}
      {list.hasMore && (
        <Button className="mt-4" onClick={list.more}>
          {t("more")}
        </Button>
      )}
    </>
  );
}
