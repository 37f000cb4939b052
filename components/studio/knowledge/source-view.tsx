"use client";

import { FileUp, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { factsClass, PageHead } from "#components/ui/page-head.tsx";
import { Sheet } from "#components/ui/sheet.tsx";
import { SheetHead, sheetBodyClass } from "#components/ui/sheet-head.tsx";
import type { CuratedAnswerPage } from "#lib/knowledge/curated/schema.ts";
import type { EntryPage, SourceOverview, SyncReport } from "#lib/knowledge/schema.ts";
import { isWebKind } from "#lib/knowledge/sources/source-kinds.ts";
import { Breadcrumbs } from "./breadcrumbs.tsx";
import { ConnectionNote } from "./connection-note.tsx";
import { CuratedAnswersEditor } from "./curated-answers-editor.tsx";
import { DropZone } from "./drop-zone.tsx";
import { EntryList } from "./entry-list.tsx";
import { FileChooser } from "./file-chooser.tsx";
import { SourceActions } from "./source-actions.tsx";
import { SourceSettings } from "./source-settings.tsx";
import { SourceState } from "./source-state.tsx";
import { SyncReportNote } from "./sync-report-note.tsx";
import { TextForm } from "./text-form.tsx";
import { useClock } from "./use-clock.ts";
import { useLiveKnowledge } from "./use-knowledge.ts";

type Props = {
  chatbot: { handle: string; name: string };
  initial: SourceOverview;
  report: SyncReport | null;
  contents: EntryPage | null;
  pairs: CuratedAnswerPage | null;
  now: string;
};

const takesFiles = (kind: SourceOverview["kind"]) => kind === "folder" || kind === "file";

/** A source: its state, actions and documents. */
export function SourceView({ chatbot, initial, report, contents, pairs, now }: Props) {
  const t = useTranslations("studioKnowledge");
  const { tenant, mayWrite, live } = useLiveKnowledge(chatbot.handle);
  const clock = useClock(now);
  const [isPasting, setPasting] = useState(false);
  const pasteButton = useRef<HTMLButtonElement>(null);
  const source = live?.sources?.find(({ id }) => id === initial.id) ?? initial;
  const { kind } = source;
  const router = useRouter();
  const syncedAt = source.sync.at;
  // The report of the last sync is not part of the live events.
  useEffect(() => {
    if (syncedAt !== initial.sync.at) router.refresh();
  }, [syncedAt, initial.sync.at, router]);
  const isBare = source.documents + source.underWay + source.failed === 0;
  const back = `/admin/${tenant}/knowledge?${new URLSearchParams({ chatbot: chatbot.handle })}`;
  return (
    <>
      <Breadcrumbs label={t("breadcrumb")} links={[{ href: back, label: t("title") }]} />
      <PageHead
        title={
          <span className="block truncate">
            <bdi>{source.name}</bdi>
          </span>
        }
        lead={
          <p className={factsClass}>
            <span>{t(`kind.${kind}`)}</span>
            {isWebKind(kind) && (
              <a
                href={source.origin}
                target="_blank"
                rel="noopener noreferrer nofollow"
                className="truncate text-accent"
              >
                <bdi>{source.origin}</bdi>
              </a>
            )}
            <SourceState source={source} now={clock} />
          </p>
        }
      >
        {mayWrite && (
          <div className="flex flex-wrap items-center gap-2">
            {takesFiles(kind) && (
              <FileChooser chatbot={chatbot.handle} sourceId={source.id}>
                <FileUp aria-hidden />
                {t("chooseFiles")}
              </FileChooser>
            )}
            {kind === "text" && (
              <Button ref={pasteButton} variant="primary" onClick={() => setPasting(true)}>
                <Plus aria-hidden />
                {t("addText")}
              </Button>
            )}
            <SourceActions source={source} chatbot={chatbot.handle} />
          </div>
        )}
      </PageHead>
      <ConnectionNote />
      <div
        className={`grid grid-cols-1 gap-10 ${mayWrite ? "min-[1100px]:grid-cols-[minmax(0,1fr)_16rem]" : ""}`}
      >
        <div className="min-w-0">
          {contents && <EntryList source={source} initial={contents} />}
          {contents && isBare && contents.entries.length === 0 && (
            <p className="rounded-2xl border-[1.5px] border-dashed border-line-strong px-6 py-10 text-center text-ink-muted">
              {isWebKind(kind)
                ? t("sourceEmpty.web")
                : t(`sourceEmpty.${kind === "text" ? "text" : "folder"}`)}
            </p>
          )}
          {pairs && <CuratedAnswersEditor sourceId={source.id} initial={pairs} />}
        </div>
        {mayWrite && (
          <aside aria-label={t("settings")}>
            <h2 className="mb-3.5 text-body font-semibold">{t("settings")}</h2>
            <SourceSettings source={initial} />
            {report && <SyncReportNote report={report} isOpen={source.documents === 0} />}
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
        <SheetHead title={t("kinds.text.name")} closeLabel={t("close")} onClose={() => setPasting(false)} />
        <div className={sheetBodyClass}>
          <TextForm chatbot={chatbot.handle} sourceId={source.id} onDone={() => setPasting(false)} />
        </div>
      </Sheet>
    </>
  );
}
