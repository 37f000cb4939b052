"use client";

import { FileUp, Plus, X } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Sheet } from "#components/ui/sheet.tsx";
import {
  type CuratedAnswerPage,
  type EntryPage,
  isWebKind,
  type SourceOverview,
  type SyncReport,
} from "#lib/knowledge/schema.ts";
import { DropZone } from "./drop-zone.tsx";
import { EntryList } from "./entry-list.tsx";
import { FileChooser } from "./file-chooser.tsx";
import { LiveNote } from "./live-note.tsx";
import { PairsEditor } from "./pairs-editor.tsx";
import { SourceActions } from "./source-actions.tsx";
import { SourceSettings } from "./source-settings.tsx";
import { SourceState } from "./source-state.tsx";
import { TextForm } from "./text-form.tsx";
import { useClock } from "./use-clock.ts";
import { useFollow } from "./use-knowledge.ts";

type Props = {
  chatbot: { handle: string; name: string };
  initial: SourceOverview;
  report: SyncReport | null;
  contents: EntryPage | null;
  pairs: CuratedAnswerPage | null;
  now: string;
};

const takesFiles = (kind: SourceOverview["kind"]) => kind === "folder" || kind === "file";

/** One source: how it is, what can be done to it, and what is in it. */
export function SourceView({ chatbot, initial, report, contents, pairs, now }: Props) {
  const t = useTranslations("studioKnowledge");
  const { tenant, mayWrite, live } = useFollow(chatbot.handle);
  const clock = useClock(now);
  const [isPasting, setPasting] = useState(false);
  const pasteButton = useRef<HTMLButtonElement>(null);
  const source = live?.sources?.find(({ id }) => id === initial.id) ?? initial;
  const { kind } = source;
  const router = useRouter();
  const lookedAt = source.sync.at;
  // What the last look met is not part of what is told live.
  useEffect(() => {
    if (lookedAt !== initial.sync.at) router.refresh();
  }, [lookedAt, initial.sync.at, router]);
  const isBare = source.documents + source.underWay + source.failed === 0;
  const back = `/admin/${tenant}/knowledge?${new URLSearchParams({ chatbot: chatbot.handle })}`;
  return (
    <>
      <nav aria-label={t("breadcrumb")} className="crumbs">
        <Link href={back}>{t("title")}</Link>
      </nav>
      <header className="page-head">
        <div className="min-w-0">
          <h1 className="truncate">{source.name}</h1>
          <p className="source-facts">
            <span>{t(`kind.${kind}`)}</span>
            {isWebKind(kind) && (
              <a href={source.origin} target="_blank" rel="noopener noreferrer nofollow" className="truncate">
                {source.origin}
              </a>
            )}
            <SourceState source={source} now={clock} />
          </p>
        </div>
        {mayWrite && (
          <div className="page-actions">
            {takesFiles(kind) && (
              <FileChooser chatbot={chatbot.handle} sourceId={source.id} className="solid-button gap-1.5">
                <FileUp aria-hidden className="size-4" />
                {t("chooseFiles")}
              </FileChooser>
            )}
            {kind === "text" && (
              <button
                ref={pasteButton}
                type="button"
                className="solid-button gap-1.5"
                onClick={() => setPasting(true)}
              >
                <Plus aria-hidden className="size-4" />
                {t("addText")}
              </button>
            )}
            <SourceActions source={source} chatbot={chatbot.handle} />
          </div>
        )}
      </header>
      <LiveNote />
      <div className="source-body" data-bare={!mayWrite || undefined}>
        <div className="min-w-0">
          {contents && <EntryList source={source} initial={contents} />}
          {contents && isBare && contents.entries.length === 0 && (
            <p className="source-bare">
              {isWebKind(kind)
                ? t("sourceEmpty.web")
                : t(`sourceEmpty.${kind === "text" ? "text" : "folder"}`)}
            </p>
          )}
          {pairs && <PairsEditor sourceId={source.id} initial={pairs} />}
        </div>
        {mayWrite && (
          <aside aria-label={t("settings")}>
            <h2>{t("settings")}</h2>
            <SourceSettings source={initial} />
            {report && (
              <div className="sync-report">
                <p>
                  {t("report", {
                    changed: report.changed,
                    unchanged: report.unchanged,
                    removed: report.removed,
                    skipped: report.skippedCount,
                    failed: report.failedCount,
                  })}
                </p>
                {report.skipped.length + report.failed.length > 0 && (
                  <details open={source.documents === 0}>
                    <summary>{t("skippedTitle")}</summary>
                    <ul>
                      {[...report.failed, ...report.skipped].map(({ url, reason }, index) => (
                        // biome-ignore lint/suspicious/noArrayIndexKey: an address may stand here twice
                        <li key={index}>
                          <span>{url}</span>
                          <small>{reason}</small>
                        </li>
                      ))}
                    </ul>
                  </details>
                )}
              </div>
            )}
          </aside>
        )}
      </div>
      {takesFiles(kind) && <DropZone chatbot={chatbot.handle} sourceId={source.id} name={source.name} />}
      <Sheet
        side="end"
        label={t("addText")}
        isOpen={isPasting}
        onClose={() => setPasting(false)}
        returnFocus={pasteButton}
      >
        <div className="add-head">
          <h2>{t("kinds.text.name")}</h2>
          <IconButton icon={X} label={t("close")} onClick={() => setPasting(false)} />
        </div>
        <div className="add-body">
          <TextForm chatbot={chatbot.handle} sourceId={source.id} onDone={() => setPasting(false)} />
        </div>
      </Sheet>
    </>
  );
}
