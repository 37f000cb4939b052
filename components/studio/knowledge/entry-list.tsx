"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { callApi } from "#components/ui/api.ts";
import { useTypedEarly } from "#components/ui/use-typed-early.ts";
import type { EntryPage, SourceOverview } from "#lib/knowledge/schema.ts";
import { EntryRow, entryId } from "./entry-row.tsx";
import { useEntries } from "./use-entries.ts";
import { useKnowledge } from "./use-knowledge.ts";

type Props = { source: SourceOverview; initial: EntryPage };

/** What a source holds, is reading, and could not read. */
export function EntryList({ source, initial }: Props) {
  const t = useTranslations("studioKnowledge");
  const { api, live, mayWrite, isGone, say } = useKnowledge();
  const address = `${api}/sources/${source.id}/documents`;
  const list = useEntries(address, { sourceId: source.id, initial, live });
  const { query, shown } = list;
  const filter = useRef<HTMLLabelElement>(null);
  useTypedEarly(filter);
  const entries = list.entries.filter((entry) => !isGone(entryId(entry)));
  const failed = entries.filter(({ ingestion }) => ingestion?.state === "failed");
  const retryAll = () => {
    for (const { ingestion } of failed) {
      callApi(`${api}/ingestions/${ingestion?.id}/retry`, { method: "POST" }).catch((error: Error) =>
        say({ text: error.message }),
      );
    }
  };
  const isBare = entries.length === 0 && shown.q === "" && shown.only === null;
  const nothing = shown.q ? t("nothingLike", { query: shown.q }) : shown.only ? t("noneFailed") : "";
  return (
    <>
      {!isBare && (
        <div className="entry-tools">
          <label className="find-field" ref={filter}>
            <Search aria-hidden />
            <input
              type="search"
              aria-label={t("filter")}
              placeholder={t("filter")}
              value={query.q}
              maxLength={200}
              onChange={({ target }) => list.setQuery({ ...query, q: target.value.trimStart() })}
            />
          </label>
          <fieldset className="segments" aria-label={t("columns.state")}>
            {([null, "failed"] as const).map((only) => (
              <button
                key={only}
                type="button"
                aria-pressed={query.only === only}
                onClick={() => list.setQuery({ ...query, only })}
              >
                {only ? t("failed") : t("all")}
                {only && <small>{source.failed}</small>}
              </button>
            ))}
          </fieldset>
          {mayWrite && (
            <button
              type="button"
              className="quiet-button"
              hidden={query.only !== "failed" || failed.length === 0}
              onClick={retryAll}
            >
              {t("retryAll")}
            </button>
          )}
        </div>
      )}
      {entries.length > 0 && (
        <ul className="entry-list" aria-label={t("columns.documents")} data-only={shown.only ?? undefined}>
          {entries.map((entry) => (
            <EntryRow key={entry.path} entry={entry} />
          ))}
        </ul>
      )}
      {entries.length === 0 && nothing && <p className="py-8 text-ink-muted">{nothing}</p>}
      {list.isFailed && <p role="alert">{t("offline")}</p>}
      {list.hasMore && (
        <button type="button" className="line-button mt-4" onClick={list.more}>
          {t("more")}
        </button>
      )}
    </>
  );
}
