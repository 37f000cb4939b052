import { useCallback, useEffect, useMemo, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import type { DocumentEntry, EntryPage } from "#lib/knowledge/schema.ts";
import { newerIngestion } from "./entry-state.ts";
import type { LiveKnowledge } from "./use-knowledge-events.ts";

const SEARCH_PAUSE_MS = 250;

export type EntryQuery = { q: string; only: "failed" | null };

/** A source's contents, a page at a time, with what has changed since; what is new stands at the end and moves nothing. */
export function useEntries(
  address: string,
  { sourceId, initial, live }: { sourceId: string; initial: EntryPage; live: LiveKnowledge | null },
) {
  const [query, setQuery] = useState<EntryQuery>({ q: "", only: null });
  const [page, setPage] = useState<EntryPage & { of: EntryQuery }>({ ...initial, of: { q: "", only: null } });
  const [isFailed, setFailed] = useState(false);
  const load = useCallback(
    ({ q, only }: EntryQuery, after: string | null, signal?: AbortSignal) => {
      const given = { ...(q && { q }), ...(only && { only }), ...(after && { after }) };
      return callApi<EntryPage>(`${address}?${new URLSearchParams(given)}`, signal ? { signal } : {});
    },
    [address],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown is loaded anew when it is asked for otherwise
  useEffect(() => {
    if (query.q === page.of.q && query.only === page.of.only) return;
    const controller = new AbortController();
    const timer = setTimeout(
      () => {
        load(query, null, controller.signal).then(
          (found) => {
            setPage({ ...found, of: query });
            setFailed(false);
          },
          () => controller.signal.aborted || setFailed(true),
        );
      },
      query.only === page.of.only ? SEARCH_PAUSE_MS : 0,
    );
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [query, load]);

  const more = async () => {
    const { of, after } = page;
    try {
      const next = await load(of, after);
      setPage((old) =>
        old.of === of && old.after === after
          ? { of, after: next.after, entries: [...old.entries, ...next.entries] }
          : old,
      );
      setFailed(false);
    } catch {
      setFailed(true);
    }
  };

  const entries = useMemo(() => {
    const told = new Map(
      [...(live?.entries.values() ?? [])]
        .filter((one) => one.sourceId === sourceId)
        .map((one) => [one.path, one]),
    );
    const known = page.entries.map((entry) => {
      const change = told.get(entry.path);
      told.delete(entry.path);
      return change ? latest(entry, change) : entry;
    });
    const isWhole = page.after === null && page.of.q === "";
    const isAsked = (one: DocumentEntry) => page.of.only === null || one.ingestion?.state === page.of.only;
    const added = isWhole ? [...told.values()].filter(isAsked).sort(byAge) : [];
    return [...known, ...added];
  }, [page, live, sourceId]);
  return { entries, shown: page.of, query, setQuery, hasMore: page.after !== null, more, isFailed };
}

function latest(listed: DocumentEntry, told: DocumentEntry): DocumentEntry {
  if (!listed.ingestion || !told.ingestion) return told.ingestion ? told : listed;
  return newerIngestion(told.ingestion, listed.ingestion) === told.ingestion ? told : listed;
}

/** Ids sort by creation, so what comes later stands later. */
const byAge = (one: DocumentEntry, other: DocumentEntry) =>
  (one.ingestion?.id ?? "") < (other.ingestion?.id ?? "") ? -1 : 1;
