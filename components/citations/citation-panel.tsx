"use client";

import { ExternalLink, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { FailureBoundary } from "#components/ui/failure-boundary.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { CitedDocument as Cited } from "#lib/conversation/schema.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import { usePageLabel } from "../chat/use-page-label.ts";
import { CitedDocument, PlainDocument } from "./cited-document.tsx";

export type OpenCitation = {
  conversationId: string;
  messageId: string;
  number: number;
  title: string;
  /** The text that the mark is in. */
  answer: string;
};

type CitationPanelProps = {
  citation: OpenCitation;
  load: (citation: OpenCitation, signal: AbortSignal) => Promise<Cited>;
  onClose: () => void;
};

type Loaded = { of: OpenCitation; cited: Cited | null };

export function CitationPanel({ citation, load, onClose }: CitationPanelProps) {
  const t = useTranslations("citation");
  const chat = useTranslations("chat");
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [attempt, setAttempt] = useState(0);
  const close = useRef<HTMLButtonElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt loads again
  useEffect(() => {
    const controller = new AbortController();
    close.current?.focus();
    load(citation, controller.signal).then(
      (cited) => setLoaded({ of: citation, cited }),
      () => controller.signal.aborted || setLoaded({ of: citation, cited: null }),
    );
    return () => controller.abort();
  }, [citation, load, attempt]);

  const isCurrent = loaded?.of === citation;
  const cited = isCurrent ? loaded.cited : null;
  const pageLabel = usePageLabel();
  const headings = cited?.headingPath.filter((heading) => heading !== cited.title) ?? [];
  const path = [
    ...headings.slice(0, -1),
    [headings.at(-1), pageLabel(cited?.pages ?? null)].filter(Boolean).join(", "),
  ].filter(Boolean);
  return (
    <>
      <header className="panel-head">
        <div className="min-w-0 flex-1">
          <p className="panel-kicker">{t("panel", { number: citation.number })}</p>
          <h2 className="panel-title">
            <bdi>{cited?.title ?? citation.title}</bdi>
          </h2>
          {cited?.url && (
            <a className="panel-link" href={cited.url} target="_blank" rel="noopener noreferrer nofollow">
              {new URL(cited.url).host}
              <ExternalLink aria-hidden />
            </a>
          )}
          {path.length > 0 && <p className="panel-path">{path.map(isolateText).join(" › ")}</p>}
        </div>
        <IconButton ref={close} icon={X} label={t("close")} onClick={onClose} />
      </header>
      {cited && (
        <FailureBoundary key={citation.number} fallback={<PlainDocument text={cited.content} />}>
          <CitedDocument cited={cited} answer={citation.answer} />
        </FailureBoundary>
      )}
      {!isCurrent && <p className="panel-wait">{t("loading")}</p>}
      {isCurrent && !cited && (
        <p className="turn-status p-5" role="alert">
          {t("failed")}
          <Button variant="link" onClick={() => setAttempt((n) => n + 1)}>
            {chat("retry")}
          </Button>
        </p>
      )}
    </>
  );
}
