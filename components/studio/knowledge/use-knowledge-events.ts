import { useEffect, useState } from "react";
import type { DocumentEntry, KnowledgeEvent, SourceOverview } from "#lib/knowledge/schema.ts";

const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 30_000;
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
    let stream: EventSource | null = null;
    let reopenTimer: ReturnType<typeof setTimeout> | undefined;
    let brokenTimer: ReturnType<typeof setTimeout> | undefined;
    let since: string | null = null;
    let wait = FIRST_WAIT_MS;
    const fresh: LiveKnowledge = { chatbot, sources: null, entries: new Map(), isBroken: false };
    const change = (next: (old: LiveKnowledge) => LiveKnowledge) =>
      setLive((old) => next(old?.chatbot === chatbot ? old : fresh));
    const open = () => {
      const query = new URLSearchParams({ chatbot, ...(since && { since }) });
      stream = new EventSource(`/api/admin/${tenant}/knowledge/events?${query}`);
      stream.onopen = () => {
        clearTimeout(brokenTimer);
        brokenTimer = undefined;
        change((old) => (old.isBroken ? { ...old, isBroken: false } : old));
      };
      stream.onmessage = ({ data }: MessageEvent<string>) => {
        wait = FIRST_WAIT_MS;
        if (data === "[DONE]") return reopen();
        const event = JSON.parse(data) as KnowledgeEvent;
        since = event.at;
        change((old) => merge(old, event));
      };
      stream.onerror = reopen;
    };
    const reopen = () => {
      stream?.close();
      brokenTimer ??= setTimeout(() => change((old) => ({ ...old, isBroken: true })), SHOW_BROKEN_AFTER_MS);
      clearTimeout(reopenTimer);
      reopenTimer = setTimeout(open, wait);
      wait = Math.min(wait * 2, MAX_WAIT_MS);
    };
    open();
    return () => {
      stream?.close();
      clearTimeout(reopenTimer);
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
