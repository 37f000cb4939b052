"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Toast } from "#components/ui/toast.tsx";
import { UploadDock } from "./upload-dock.tsx";
import { KnowledgeContext, type Note } from "./use-knowledge.ts";
import { useKnowledgeEvents } from "./use-knowledge-events.ts";
import { useUndoableDelete } from "./use-undoable-delete.ts";
import { useUploads } from "./use-uploads.ts";

const TOAST_MS = 6_000;

type Props = { tenant: string; mayWrite: boolean; children: ReactNode };

/** Holds what must survive navigation between knowledge pages: uploads, live changes, pending deletions. */
export function KnowledgeProvider({ tenant, mayWrite, children }: Props) {
  const t = useTranslations("form");
  const own = useTranslations("studioKnowledge");
  const [chatbot, follow] = useState<string | null>(null);
  const [note, setNote] = useState<Note | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const live = useKnowledgeEvents(tenant, chatbot);
  const { uploads, add, cancel, retry, clear } = useUploads(tenant);

  const showNote = useCallback((next: Note) => {
    clearTimeout(timer.current);
    setNote(next);
    timer.current = setTimeout(() => setNote(null), TOAST_MS);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  const { pending, start, undo, isDeleted } = useUndoableDelete(() => showNote({ text: t("failed") }));

  const api = `/api/admin/${tenant}/knowledge`;
  const knowledge = useMemo(
    () => ({
      ...{ tenant, api, mayWrite, live, uploads },
      ...{ addFiles: add, follow, remove: start, isDeleted, showNote },
    }),
    [tenant, api, mayWrite, live, uploads, add, start, isDeleted, showNote],
  );
  const shown: Note | null = pending ? { text: pending.text, action: { label: t("undo"), run: undo } } : note;
  return (
    <KnowledgeContext value={knowledge}>
      {children}
      {uploads.length > 0 && (
        <UploadDock uploads={uploads} onCancel={cancel} onRetry={retry} onClear={clear} />
      )}
      {shown && (
        <Toast
          text={shown.text}
          action={{
            label: shown.action?.label ?? own("close"),
            run: () => {
              shown.action?.run();
              setNote(null);
            },
          }}
        />
      )}
    </KnowledgeContext>
  );
}
