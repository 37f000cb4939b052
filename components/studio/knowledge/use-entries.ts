import { useCallback, useEffect, useMemo, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import type { DocumentEntry, EntryPage } from "#lib/knowledge/schema.ts";
import { newerIngestion } from "./entry-state.ts";
import type { LiveKnowledge } from "./use-knowledge-events.ts";

const SEARCH_PAUSE_MS = 250;

export type EntryQuery = { q: string; only: "failed" | null };

/**
 * A source's documents, paged and merged with live changes. New ones are added at the end, so that nothing
 * moves.
 */
export function useEntries(
  address: string,
  { sourceId, initial, live }: { sourceId: string; initial: EntryPage; live: LiveKnowledge | null },
) {
  const [query, setQuery] = useState<EntryQuery>({ q: "", only: null });
  const [page, setPage] = useState<EntryPage & { of: EntryQuery }>({ ...initial, of: { q: "", only: null } });
  const [isFailed, setFailed] = useState(false);
  const load = useCallback(
    ({ q, only }: EntryQuery, after: string | null, signal?: AbortSignal) => {
      const parameters = { ...(q && { q }), ...(only && { only }), ...(after && { after }) };
      return callApi<EntryPage>(`${address}?${new URLSearchParams(parameters)}`, signal ? { signal } : {});
    },
    [address],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: reloads when the query changes
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
    const changes = new Map(
      [...(live?.entries.values() ?? [])]
        .filter((one) => one.sourceId === sourceId)
        .map((one) => [one.path, one]),
    );
    const known = page.entries.map((entry) => {
      const change = changes.get(entry.path);
      changes.delete(entry.path);
      return change ? latest(entry, change) : entry;
    });
    const isWhole = page.after === null && page.of.q === "";
    const isAsked = (one: DocumentEntry) => page.of.only === null || one.ingestion?.state === page.of.only;
    const added = isWhole ? [...changes.values()].filter(isAsked).sort(byAge) : [];
    return [...known, ...added];
  }, [page, live, sourceId]);
  return { entries, shown: page.of, query, setQuery, hasMore: page.after !== null, more, isFailed };
}

function latest(listed: DocumentEntry, changed: DocumentEntry): DocumentEntry {
  if (!listed.ingestion || !changed.ingestion) return changed.ingestion ? changed : listed;
  return newerIngestion(changed.ingestion, listed.ingestion) === changed.ingestion ? changed : listed;
}

/** Ids sort by creation. */
const byAge = (one: DocumentEntry, other: DocumentEntry) =>
  (one.ingestion?.id ?? "") < (other.ingestion?.id ?? "") ? -1 : 1;
