"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { isolateText } from "#lib/core/isolate-text.ts";
import { readDropped } from "./read-dropped.ts";
import { useKnowledge } from "./use-knowledge.ts";

type Props = { chatbot: string; sourceId: string | null; name: string };

/** Accepts files dropped anywhere on the page. */
export function DropZone({ chatbot, sourceId, name }: Props) {
  const t = useTranslations("studioKnowledge");
  const { addFiles, mayWrite } = useKnowledge();
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    if (!mayWrite) return;
    let leaving: ReturnType<typeof setTimeout> | undefined;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
      // Browsers fire `dragleave` for every element, so a drag ends when no `dragover` follows.
      clearTimeout(leaving);
      leaving = setTimeout(() => setOver(false), 200);
    };
    const drop = async (event: DragEvent) => {
      if (!hasFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      clearTimeout(leaving);
      setOver(false);
      addFiles(chatbot, sourceId, await readDropped(event.dataTransfer));
    };
    addEventListener("dragover", over);
    addEventListener("drop", drop);
    return () => {
      clearTimeout(leaving);
      removeEventListener("dragover", over);
      removeEventListener("drop", drop);
    };
  }, [mayWrite, addFiles, chatbot, sourceId]);
  if (!isOver) return null;
  return (
    <div
      className="pointer-events-none fixed inset-3 z-60 grid place-items-center rounded-2xl border-2 border-dashed border-accent bg-[color-mix(in_oklab,var(--accent-wash)_88%,transparent)]"
      aria-hidden
    >
      <p className="rounded-xl bg-canvas px-5 py-3 font-strong shadow-float">
        {t("dropHere", { name: isolateText(name) })}
      </p>
    </div>
  );
}
