"use client";

import { useCallback, useEffect, useRef, useState } from "react";

const UNDO_MS = 6_000;

/** A deletion that the page already shows as done and that is sent once the time to undo has passed. */
export type PendingDelete = { key: string; text: string; url: string };

/** Deletes with time to undo, one item at a time. Leaving the page sends the pending deletion at once. */
export function useUndoableDelete(onFailed: (text: string) => void) {
  const [pending, setPending] = useState<PendingDelete | null>(null);
  /** Keys of deleted items, hidden until the server's lists no longer have them. */
  const [deleted, setDeleted] = useState<ReadonlySet<string>>(new Set());
  const scheduled = useRef<{ item: PendingDelete; timer: ReturnType<typeof setTimeout> } | null>(null);
  const failed = useRef(onFailed);
  failed.current = onFailed;

  const flush = useCallback(() => {
    if (!scheduled.current) return;
    const { item, timer } = scheduled.current;
    clearTimeout(timer);
    scheduled.current = null;
    setPending(null);
    setDeleted((keys) => new Set(keys).add(item.key));
    const restore = () => {
      setDeleted((keys) => new Set([...keys].filter((key) => key !== item.key)));
      failed.current(item.text);
    };
    fetch(item.url, { method: "DELETE", keepalive: true }).then(
      ({ ok, status }) => ok || status === 404 || restore(),
      restore,
    );
  }, []);

  const start = useCallback(
    (item: PendingDelete) => {
      flush();
      setPending(item);
      scheduled.current = { item, timer: setTimeout(flush, UNDO_MS) };
    },
    [flush],
  );

  const undo = useCallback(() => {
    if (scheduled.current) clearTimeout(scheduled.current.timer);
    scheduled.current = null;
    setPending(null);
  }, []);

  useEffect(() => {
    addEventListener("pagehide", flush);
    return () => {
      removeEventListener("pagehide", flush);
      flush();
    };
  }, [flush]);

  const isDeleted = useCallback(
    (key: string) => pending?.key === key || deleted.has(key),
    [pending, deleted],
  );
  return { pending, start, undo, isDeleted };
}
