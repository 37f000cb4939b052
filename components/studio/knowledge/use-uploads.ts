"use client";

import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, callApi } from "#components/ui/api.ts";
import type { IngestionSummary } from "#lib/knowledge/ingestion/ingestion.ts";
import type { SourceStatus } from "#lib/knowledge/schema.ts";
import { checkFile } from "./check-file.ts";
import type { NamedFile } from "./read-dropped.ts";
import { sendFile } from "./send-file.ts";

const AT_ONCE = 3;

/** A file being uploaded, then its ingestion. `share` is the uploaded part, 0 to 1. */
export type Upload = {
  key: number;
  path: string;
  chatbot: string;
  sourceId: string | null;
} & (
  | { phase: "waiting" }
  | { phase: "sending"; share: number }
  | { phase: "refused"; reason: string; mayRetry: boolean }
  | { phase: "cancelled" }
  | { phase: "sent"; ingestion: IngestionSummary }
);

/** The origin of the source for files that were not added to a specific source. */
const filesOrigin = "studio:files";

/**
 * Uploads files, three at once, to their source or else to the chatbot's default source, created if needed.
 */
export function useUploads(tenant: string) {
  const t = useTranslations("studioKnowledge");
  const base = `/api/admin/${tenant}/knowledge`;
  const [uploads, setUploads] = useState<Upload[]>([]);
  const files = useRef(new Map<number, { file: File; stop: AbortController }>());
  const queue = useRef<Upload[]>([]);
  const running = useRef(0);
  const lastKey = useRef(0);
  const sources = useRef(new Map<string, Promise<string>>());

  const change = useCallback(
    (key: number, next: (old: Upload) => Upload) =>
      setUploads((all) => all.map((one) => (one.key === key ? next(one) : one))),
    [],
  );

  const sourceOf = useCallback(
    (chatbot: string) => {
      const known = sources.current.get(chatbot);
      if (known) return known;
      const body = { chatbot, kind: "folder", origin: filesOrigin, name: t("filesName") };
      const created = callApi<SourceStatus>(`${base}/sources`, { method: "POST", body }).then(({ id }) => id);
      sources.current.set(chatbot, created);
      // Not cached: it may be deleted before the next upload.
      void created.finally(() => sources.current.delete(chatbot)).catch(() => undefined);
      return created;
    },
    [base, t],
  );

  const send = useCallback(
    async ({ key, path, chatbot, sourceId }: Upload) => {
      const entry = files.current.get(key);
      if (!entry || entry.stop.signal.aborted) return;
      change(key, (old) => ({ ...old, phase: "sending", share: 0 }));
      try {
        const id = sourceId ?? (await sourceOf(chatbot));
        const { file, stop } = entry;
        const address = `${base}/sources/${id}/files?${new URLSearchParams({ path })}`;
        const onSent = (bytes: number) =>
          change(key, (old) => (old.phase === "sending" ? { ...old, share: bytes / file.size } : old));
        const ingestion = await sendFile(address, file, { onSent, signal: stop.signal });
        change(key, (old) => ({ ...old, sourceId: id, phase: "sent", ingestion }));
        files.current.delete(key);
      } catch (error) {
        if (entry.stop.signal.aborted) return;
        const refusal = error instanceof ApiError ? error : null;
        const mayRetry = !refusal || refusal.status >= 429;
        const reason = refusal?.message || t("uploadFailed");
        change(key, (old) => ({ ...old, phase: "refused", reason, mayRetry }));
      }
    },
    [base, change, sourceOf, t],
  );

  const startNext = useCallback(() => {
    while (running.current < AT_ONCE) {
      const next = queue.current.shift();
      if (!next) return;
      running.current += 1;
      void send(next).finally(() => {
        running.current -= 1;
        startNext();
      });
    }
  }, [send]);

  const add = useCallback(
    (chatbot: string, sourceId: string | null, named: NamedFile[]) => {
      const added = named.map(({ path, file }): Upload => {
        lastKey.current += 1;
        const key = lastKey.current;
        const fault = checkFile({ path, size: file.size });
        const row = { key, path, chatbot, sourceId };
        if (fault) {
          const reason = fault.reason === "tooLarge" ? t("tooLarge", { most: fault.most }) : t(fault.reason);
          return { ...row, phase: "refused", reason, mayRetry: false };
        }
        files.current.set(key, { file, stop: new AbortController() });
        return { ...row, phase: "waiting" };
      });
      queue.current.push(...added.filter(({ phase }) => phase === "waiting"));
      setUploads((all) => [...all, ...added]);
      startNext();
    },
    [startNext, t],
  );

  const cancel = useCallback(
    (upload: Upload) => {
      files.current.get(upload.key)?.stop.abort();
      files.current.delete(upload.key);
      queue.current = queue.current.filter(({ key }) => key !== upload.key);
      change(upload.key, ({ key, path, chatbot, sourceId }) => ({
        ...{ key, path, chatbot, sourceId },
        phase: "cancelled",
      }));
    },
    [change],
  );

  const retry = useCallback(
    (upload: Upload) => {
      change(upload.key, (old) => ({ ...old, phase: "waiting" }));
      queue.current.push(upload);
      startNext();
    },
    [change, startNext],
  );

  const clear = useCallback(() => setUploads([]), []);

  const isSending = uploads.some(({ phase }) => phase === "waiting" || phase === "sending");
  useEffect(() => {
    if (!isSending) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [isSending]);
  useEffect(
    () => () => {
      for (const { stop } of files.current.values()) stop.abort();
    },
    [],
  );

  return { uploads, add, cancel, retry, clear };
}
