"use client";

import { useCallback, useEffect, useRef, useState } from "react";

const UNDO_MS = 6_000;

/** Something that is gone from the page and will be gone from the server when its time to undo has passed. */
export type Parting = { key: string; text: string; address: string };

/** Deletes with time to undo, one thing at a time; whoever leaves the page has decided. */
export function useParting(onFailed: (text: string) => void) {
  const [parting, setParting] = useState<Parting | null>(null);
  /** Keys of what is gone for good, until the server's own lists say so too. */
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const pending = useRef<{ parting: Parting; timer: ReturnType<typeof setTimeout> } | null>(null);
  const failed = useRef(onFailed);
  failed.current = onFailed;

  const flush = useCallback(() => {
    if (!pending.current) return;
    const { parting, timer } = pending.current;
    clearTimeout(timer);
    pending.current = null;
    setParting(null);
    setGone((keys) => new Set(keys).add(parting.key));
    const back = () => {
      setGone((keys) => new Set([...keys].filter((key) => key !== parting.key)));
      failed.current(parting.text);
    };
    fetch(parting.address, { method: "DELETE", keepalive: true }).then(
      ({ ok, status }) => ok || status === 404 || back(),
      back,
    );
  }, []);

  const start = useCallback(
    (next: Parting) => {
      flush();
      setParting(next);
      pending.current = { parting: next, timer: setTimeout(flush, UNDO_MS) };
    },
    [flush],
  );

  const undo = useCallback(() => {
    if (pending.current) clearTimeout(pending.current.timer);
    pending.current = null;
    setParting(null);
  }, []);

  useEffect(() => {
    addEventListener("pagehide", flush);
    return () => {
      removeEventListener("pagehide", flush);
      flush();
    };
  }, [flush]);

  const isGone = useCallback((key: string) => parting?.key === key || gone.has(key), [parting, gone]);
  return { parting, start, undo, isGone };
}
