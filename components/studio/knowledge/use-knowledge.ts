"use client";

import { createContext, useContext, useEffect } from "react";
import type { LiveKnowledge } from "./use-knowledge-events.ts";
import type { Parting } from "./use-parting.ts";
import type { Upload, useUploads } from "./use-uploads.ts";

export type Note = { text: string; action?: { label: string; run: () => void } };

export type Knowledge = {
  tenant: string;
  /** Of this workspace's knowledge API. */
  api: string;
  mayWrite: boolean;
  live: LiveKnowledge | null;
  uploads: Upload[];
  addFiles: ReturnType<typeof useUploads>["add"];
  follow(chatbot: string): void;
  remove(parting: Parting): void;
  isGone(key: string): boolean;
  say(note: Note): void;
};

export const KnowledgeContext = createContext<Knowledge | null>(null);

export function useKnowledge(): Knowledge {
  const knowledge = useContext(KnowledgeContext);
  if (!knowledge) throw new Error("This belongs inside a KnowledgeProvider.");
  return knowledge;
}

/** Has the pages of a chatbot's knowledge kept up to date while this one is open. */
export function useFollow(chatbot: string): Knowledge {
  const knowledge = useKnowledge();
  const { follow } = knowledge;
  useEffect(() => follow(chatbot), [follow, chatbot]);
  return knowledge;
}
