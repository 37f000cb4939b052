"use client";

import { createContext, useContext, useEffect } from "react";
import type { LiveKnowledge } from "./use-knowledge-events.ts";
import type { PendingDelete } from "./use-undoable-delete.ts";
import type { Upload, useUploads } from "./use-uploads.ts";

export type Note = { text: string; action?: { label: string; run: () => void } };

export type Knowledge = {
  tenant: string;
  /** The base URL of this workspace's knowledge API. */
  api: string;
  mayWrite: boolean;
  live: LiveKnowledge | null;
  uploads: Upload[];
  addFiles: ReturnType<typeof useUploads>["add"];
  follow(chatbot: string): void;
  remove(item: PendingDelete): void;
  isDeleted(key: string): boolean;
  showNote(note: Note): void;
};

export const KnowledgeContext = createContext<Knowledge | null>(null);

export function useKnowledge(): Knowledge {
  const knowledge = useContext(KnowledgeContext);
  if (!knowledge) throw new Error("This belongs inside a KnowledgeProvider.");
  return knowledge;
}

/** Subscribes to changes of a chatbot's knowledge while the page is open. */
export function useLiveKnowledge(chatbot: string): Knowledge {
  const knowledge = useKnowledge();
  const { follow } = knowledge;
  useEffect(() => follow(chatbot), [follow, chatbot]);
  return knowledge;
}
