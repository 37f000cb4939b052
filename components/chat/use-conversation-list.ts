import { useCallback, useEffect, useRef, useState } from "react";
import type { ConversationList, ConversationSummary } from "#lib/conversation/schema.ts";
import type { ChatApi } from "./chat-api.ts";
import { recordPendingDeletion, withoutPendingDeletions } from "./pending-deletions.ts";

const searchPause = 250;
const undoTime = 5_000;

type Listed = ConversationList & { query: string };

/**
 * The user's conversations: searched on the server, renamed optimistically, deleted with five seconds to
 * undo.
 */
export function useConversationList(api: ChatApi, initial: ConversationList | null, isEnabled: boolean) {
  const [listed, setListed] = useState<Listed | null>(initial && { ...initial, query: "" });
  const [query, setQuery] = useState("");
  const [isFailed, setIsFailed] = useState(false);
  const [deleted, setDeleted] = useState<ConversationSummary | null>(null);
  const pending = useRef<{ id: string; timer: ReturnType<typeof setTimeout> } | null>(null);

  const changeListed = useCallback((change: (all: ConversationSummary[]) => ConversationSummary[]) => {
    setListed((old) => ({
      ...(old ?? { query: "", before: null }),
      conversations: change(old?.conversations ?? []),
    }));
  }, []);

  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => setAttempt((last) => last + 1), []);
  useEffect(() => {
    if (!isFailed) return;
    addEventListener("online", retry);
    return () => removeEventListener("online", retry);
  }, [isFailed, retry]);

  const isFirst = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: loaded again for each attempt
  useEffect(() => {
    if (!isEnabled) return;
    const controller = new AbortController();
    const q = query.trim();
    const load = async () => {
      try {
        const page = await (isFirst.current ? api.ensureVisitor() : api.list({ q }, controller.signal));
        isFirst.current = false;
        if (controller.signal.aborted) return;
        setListed({ ...page, conversations: withoutPendingDeletions(page.conversations), query: q });
        setIsFailed(false);
      } catch {
        if (!controller.signal.aborted) setIsFailed(true);
      }
    };
    const timer = setTimeout(load, q === "" ? 0 : searchPause);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [api, isEnabled, query, attempt]);

  const flush = useCallback(
    (keepalive: boolean) => {
      if (!pending.current) return;
      const { id, timer } = pending.current;
      clearTimeout(timer);
      pending.current = null;
      setDeleted(null);
      if (keepalive) recordPendingDeletion(id);
      changeListed((all) => all.filter((conversation) => conversation.id !== id));
      api.remove(id, keepalive).catch(() => setQuery((words) => `${words} `));
    },
    [api, changeListed],
  );
  useEffect(() => {
    const leave = () => flush(true);
    addEventListener("pagehide", leave);
    return () => {
      removeEventListener("pagehide", leave);
      flush(true);
    };
  }, [flush]);

  const remove = (conversation: ConversationSummary) => {
    flush(false);
    setDeleted(conversation);
    pending.current = { id: conversation.id, timer: setTimeout(() => flush(false), undoTime) };
  };

  const undo = () => {
    if (pending.current) clearTimeout(pending.current.timer);
    pending.current = null;
    setDeleted(null);
  };

  const retitle = (id: string, title: string) =>
    changeListed((all) => all.map((one) => (one.id === id ? { ...one, title } : one)));

  const rename = async ({ id, title }: ConversationSummary, next: string) => {
    retitle(id, next);
    try {
      await api.rename(id, next);
    } catch (error) {
      retitle(id, title);
      throw error;
    }
  };

  const loadMore = async () => {
    if (!listed?.before) return;
    const page = await api.list({ q: listed.query, before: listed.before });
    setListed((old) =>
      old && old.before === listed.before && old.query === listed.query
        ? { ...old, before: page.before, conversations: [...old.conversations, ...page.conversations] }
        : old,
    );
  };

  const noteStarted = useCallback(
    (started: ConversationSummary) =>
      changeListed((all) => [started, ...all.filter(({ id }) => id !== started.id)]),
    [changeListed],
  );

  return {
    conversations: listed?.conversations.filter(({ id }) => id !== deleted?.id) ?? null,
    shownQuery: listed?.query ?? "",
    hasMore: listed?.before != null,
    query,
    isFailed,
    deleted,
    setQuery,
    retry,
    rename,
    remove,
    undo,
    loadMore,
    noteStarted,
  };
}

export type ConversationListModel = ReturnType<typeof useConversationList>;
