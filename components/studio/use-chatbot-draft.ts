"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, callApi } from "#components/ui/api.ts";
import { useSubmit } from "#components/ui/use-submit.ts";
import type { StudioChatbot } from "#lib/chatbot/schema.ts";
import {
  type Changes,
  type ChatbotDraft,
  changesOf,
  rebaseDraft,
  toDraft,
  withChanges,
} from "./chatbot-draft.ts";

const UNDO_MS = 8_000;

/** Drafts of forms left by browser back or forward, which cannot be intercepted. Lost on reload. */
const unsavedDrafts = new Map<string, { version: string; draft: ChatbotDraft }>();

type Done = { kind: "saved"; undo: () => void } | { kind: "undone" };

/**
 * The state of a chatbot's form: saved values, draft and saving. Saves show optimistically and are reverted
 * when the server refuses.
 */
export function useChatbotDraft(api: string, initial: StudioChatbot) {
  const { run, isBusy, error, fields, clear } = useSubmit();
  const [saved, setSaved] = useState(initial);
  const [draft, setDraft] = useState(() => {
    const left = unsavedDrafts.get(initial.id);
    return left?.version === initial.version ? left.draft : toDraft(initial);
  });
  const [isConflict, setConflict] = useState(false);
  const [done, setDone] = useState<Done | null>(null);
  const changes = changesOf(saved, draft);
  const isDirty = changes !== null;

  const latest = useRef({ saved, draft, isDirty });
  latest.current = { saved, draft, isDirty };
  /** A ref, so that a render between the decision to leave and the navigation does not reset it. */
  const isAbandoned = useRef(false);
  useEffect(() => {
    unsavedDrafts.delete(initial.id);
    return () => {
      const { saved, draft, isDirty } = latest.current;
      if (isDirty && !isAbandoned.current) unsavedDrafts.set(saved.id, { version: saved.version, draft });
    };
  }, [initial.id]);

  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(null), UNDO_MS);
    return () => clearTimeout(timer);
  }, [done]);

  const change = useCallback((part: Partial<ChatbotDraft>) => setDraft((all) => ({ ...all, ...part })), []);

  const send = async (before: StudioChatbot, wanted: Changes): Promise<StudioChatbot | null> => {
    const expected = withChanges(before, wanted);
    setSaved(expected);
    setConflict(false);
    setDone(null);
    let after: StudioChatbot | null = null;
    await run(async () => {
      try {
        const body = { version: before.version, ...wanted };
        after = await callApi<StudioChatbot>(api, { method: "PATCH", body });
      } catch (caught) {
        setSaved(before);
        setConflict(
          caught instanceof ApiError && caught.status === 409 && Object.keys(caught.fields).length === 0,
        );
        throw caught;
      }
    });
    if (after) accept(expected, after);
    return after;
  };
  const accept = (from: StudioChatbot, to: StudioChatbot) => {
    setSaved(to);
    setDraft((typed) => rebaseDraft(typed, from, to));
  };

  const save = async () => {
    if (!changes || isBusy) return;
    const before = saved;
    // Shows the trimmed values in the form too.
    setDraft(toDraft(withChanges(before, changes)));
    const after = await send(before, changes);
    if (!after) return setDraft(draft);
    setDone({ kind: "saved", undo: () => void undo(after, before) });
  };
  const undo = async (from: StudioChatbot, to: StudioChatbot) => {
    const reverted = changesOf(from, toDraft(to));
    if (!reverted) return;
    const expected = withChanges(from, reverted);
    setDraft((typed) => rebaseDraft(typed, from, expected));
    if (await send(from, reverted)) setDone({ kind: "undone" });
  };
  const loadCurrent = () =>
    void run(async () => {
      const current = await callApi<StudioChatbot>(api);
      setConflict(false);
      setSaved(current);
      setDraft(toDraft(current));
    });
  const overwrite = async () => {
    const own = changes;
    let current: StudioChatbot | null = null;
    await run(async () => {
      current = await callApi<StudioChatbot>(api);
    });
    if (!current || !own) return;
    const base: StudioChatbot = current;
    setDraft(toDraft(withChanges(base, own)));
    const after = await send(base, own);
    if (after) setDone({ kind: "saved", undo: () => void undo(after, base) });
  };

  return {
    saved,
    draft,
    isDirty,
    isBusy,
    error,
    fields,
    isConflict,
    done,
    change,
    save,
    accept: (next: StudioChatbot) => accept(saved, next),
    discard: () => {
      clear();
      setConflict(false);
      setDraft(toDraft(saved));
    },
    /** Discards the draft, so that it is not restored later. */
    abandon: () => {
      isAbandoned.current = true;
    },
    loadCurrent,
    overwrite,
  };
}

export type ChatbotForm = ReturnType<typeof useChatbotDraft>;
