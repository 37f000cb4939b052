"use client";

import { ChevronDown, ChevronUp, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { EntryState } from "./entry-state.ts";
import { UploadItem } from "./upload-item.tsx";
import { useUploadRows } from "./use-upload-rows.ts";
import type { Upload } from "./use-uploads.ts";

type Props = {
  uploads: Upload[];
  onCancel: (upload: Upload) => void;
  onRetry: (upload: Upload) => void;
  onClear: () => void;
};

/** Running uploads with their progress. Overlays a corner of the page, so that nothing moves. */
export function UploadDock({ uploads, onCancel, onRetry, onClear }: Props) {
  const t = useTranslations("studioKnowledge");
  const [isSmall, setSmall] = useState(false);
  const rows = useUploadRows(uploads);
  const count = (tone: EntryState["tone"]) => rows.filter((row) => row.tone === tone).length;
  const [busy, failed, done] = [count("busy"), count("failed"), count("ready")];
  const title =
    busy > 0
      ? t("dock.busy", { done: done + failed, total: rows.length })
      : failed > 0
        ? t("dock.withFailed", { done, failed })
        : t("dock.done", { count: done });
  return (
    <section
      className="fixed end-3 bottom-[calc(0.75rem+env(safe-area-inset-bottom))] z-30 w-[min(24rem,calc(100vw-1.5rem))] overflow-hidden rounded-2xl border border-line bg-raised shadow-float"
      aria-label={t("dock.title")}
      data-small={isSmall || undefined}
    >
      <header className="flex min-h-12 items-center gap-1 ps-4 pe-2">
        <h2 className="flex-1 text-small font-semibold tabular-nums">
          <span role="status">{title}</span>
        </h2>
        <IconButton
          icon={isSmall ? ChevronUp : ChevronDown}
          label={isSmall ? t("dock.open") : t("dock.minimise")}
          aria-expanded={!isSmall}
          onClick={() => setSmall(!isSmall)}
        />
        <IconButton icon={X} label={t("close")} className={busy > 0 ? "invisible" : ""} onClick={onClear} />
      </header>
      {!isSmall && (
        <ul
          // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable lists need keyboard focus
          tabIndex={0}
          aria-label={t("dock.title")}
          className="max-h-[min(15.75rem,45dvh)] overflow-y-auto overscroll-contain border-t border-line focus-visible:-outline-offset-2"
        >
          {rows.map((row) => (
            <UploadItem key={row.upload.key} row={row} onCancel={onCancel} onRetry={onRetry} />
          ))}
        </ul>
      )}
    </section>
  );
}
