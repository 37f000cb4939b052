"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import type { SourceOverview } from "#lib/knowledge/schema.ts";
import { isWebKind } from "#lib/knowledge/sources/source-kinds.ts";
import { clampToNow } from "./use-clock.ts";

type Props = { source: SourceOverview; now: Date; className?: string };

const dots = {
  busy: "animate-breathe bg-accent",
  failed: "bg-danger",
  ready: "bg-line-strong",
};

/** The state of a source in one line. Always rendered, so that nothing moves. */
export function SourceState({ source, now, className = "" }: Props) {
  const t = useTranslations("studioKnowledge");
  const format = useFormatter();
  const { sync, underWay, failed, documents } = source;
  const isSyncing = sync.state === "queued" || sync.state === "fetching";
  const when = (time: string) => format.relativeTime(new Date(time), now);
  const say = () => {
    if (sync.state === "queued") return t("sourceState.queued");
    if (sync.state === "fetching") return t("sourceState.fetching", { count: sync.met });
    if (underWay > 0) return t("sourceState.reading", { count: underWay });
    if (!isWebKind(source.kind)) return documents > 0 ? t("sourceState.ready") : t("sourceState.empty");
    if (sync.state === "failed") return sync.reason ?? t("sourceState.failed");
    if (sync.state === "cancelled") return t("sourceState.cancelled");
    if (!sync.at) return t("sourceState.idle");
    const syncedText = t("sourceState.looked", { when: format.relativeTime(clampToNow(sync.at, now), now) });
    return sync.nextAt ? `${syncedText}, ${t("sourceState.next", { when: when(sync.nextAt) })}` : syncedText;
  };
  const tone = isSyncing || underWay > 0 ? "busy" : sync.state === "failed" ? "failed" : "ready";
  return (
    <span className={`flex min-w-0 items-center gap-2 text-small text-ink-soft tabular-nums ${className}`}>
      <i aria-hidden className={`size-1.75 flex-none rounded-full ${dots[tone]}`} />
      <span className="truncate" title={tone === "failed" ? say() : undefined}>
        {say()}
      </span>
      {failed > 0 && (
        // At the end, where a longer state does not move it.
        <Badge tone="danger" className="ms-auto min-w-17">
          {t("failedCount", { count: failed })}
        </Badge>
      )}
    </span>
  );
}
