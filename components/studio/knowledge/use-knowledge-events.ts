import { useEffect, useState } from "react";
import { followEvents } from "#components/streams/follow-events.ts";
import type { DocumentEntry, KnowledgeEvent, SourceOverview } from "#lib/knowledge/schema.ts";

/** Shorter interruptions are not shown. */
const SHOW_BROKEN_AFTER_MS = 4_000;
const MAX_ENTRIES = 5_000;

export type LiveKnowledge = {
  chatbot: string;
  /** Null until the first event. */
  sources: SourceOverview[] | null;
  /** Documents changed while this page was open, by source and path. */
  entries: Map<string, DocumentEntry>;
  isBroken: boolean;
};

export const entryKey = ({ sourceId, path }: Pick<DocumentEntry, "sourceId" | "path">) =>
  `${sourceId}/${path}`;

/** Subscribes to changes of a chatbot's knowledge. After an interruption it resumes from the last event. */
export function useKnowledgeEvents(tenant: string, chatbot: string | null): LiveKnowledge | null {
  const [live, setLive] = useState<LiveKnowledge | null>(null);
  useEffect(() => {
    if (!chatbot) return;
    let brokenTimer: ReturnType<typeof setTimeout> | undefined;
    let since: string | null = null;
    const fresh: LiveKnowledge = { chatbot, sources: null, entries: new Map(), isBroken: false };
    const change = (next: (old: LiveKnowledge) => LiveKnowledge) =>
      setLive((old) => next(old?.chatbot === chatbot ? old : fresh));
    const leave = followEvents({
      url: () => {
        const query = new URLSearchParams({ chatbot, ...(since && { since }) });
        return `/api/admin/${tenant}/knowledge/events?${query}`;
      },
      onEvent: (data) => {
        const event = JSON.parse(data) as KnowledgeEvent;
        since = event.at;
        change((old) => merge(old, event));
      },
      onConnection: (isConnected) => {
        clearTimeout(brokenTimer);
        if (isConnected) change((old) => (old.isBroken ? { ...old, isBroken: false } : old));
        else
          brokenTimer = setTimeout(() => change((old) => ({ ...old, isBroken: true })), SHOW_BROKEN_AFTER_MS);
      },
    });
    return () => {
      leave();
      clearTimeout(brokenTimer);
    };
  }, [tenant, chatbot]);
  return live?.chatbot === chatbot ? live : null;
}

function merge(old: LiveKnowledge, event: KnowledgeEvent): LiveKnowledge {
  if (!event.entries) return { ...old, sources: event.sources ?? old.sources };
  const entries = old.entries.size > MAX_ENTRIES ? new Map() : new Map(old.entries);
  for (const entry of event.entries) entries.set(entryKey(entry), entry);
  return { ...old, sources: event.sources ?? old.sources, entries };
}
