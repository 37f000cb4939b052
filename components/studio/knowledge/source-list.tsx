"use client";

import { Plus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { crumbClass, PageHead } from "#components/ui/page-head.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { SourceOverview, SourceStatus } from "#lib/knowledge/schema.ts";
import { isWebKind } from "#lib/knowledge/sources/source-kinds.ts";
import { AddSheet, type AddStep } from "./add-sheet.tsx";
import { ChatbotSelect } from "./chatbot-select.tsx";
import { ConnectionNote } from "./connection-note.tsx";
import { DropZone } from "./drop-zone.tsx";
import { EmptyKnowledge } from "./empty-knowledge.tsx";
import { KindIcon } from "./kind-icon.tsx";
import type { AddKind } from "./kind-list.tsx";
import { SourceState } from "./source-state.tsx";
import { useClock } from "./use-clock.ts";
import { useLiveKnowledge } from "./use-knowledge.ts";

type Props = {
  chatbots: { handle: string; name: string }[];
  chatbot: { id: string; handle: string; name: string };
  initial: SourceOverview[];
  now: string;
};

/** Start-aligned, so that a growing number moves nothing. */
const countClass = "text-small whitespace-nowrap text-ink-muted tabular-nums";

/** A chatbot's sources, each with its state. */
export function SourceList({ chatbots, chatbot, initial, now }: Props) {
  const t = useTranslations("studioKnowledge");
  const { tenant, api, mayWrite, live, showNote } = useLiveKnowledge(chatbot.handle);
  const router = useRouter();
  const [step, setStep] = useState<AddStep>("closed");
  const addButton = useRef<HTMLButtonElement>(null);
  const clock = useClock(now);
  const sources = live?.chatbot === chatbot.handle && live.sources ? live.sources : initial;
  const isEmpty = sources.length === 0;
  const choose = (kind: AddKind) => {
    if (kind !== "pairs") return setStep(kind);
    const body = { chatbot: chatbot.handle, kind, origin: "studio:pairs", name: t("pairsName") };
    callApi<SourceStatus>(`${api}/sources`, { method: "POST", body }).then(
      ({ id }) => router.push(`/admin/${tenant}/knowledge/${id}`),
      (error: Error) => showNote({ text: error.message }),
    );
  };
  return (
    <>
      <PageHead
        title={t("title")}
        lead={t("lead", { chatbot: isolateText(chatbot.name) })}
        crumb={
          <Link href={`/admin/${tenant}/chatbots/${chatbot.id}`} className={`block truncate ${crumbClass}`}>
            <bdi>{chatbot.name}</bdi>
          </Link>
        }
      >
        <div className="flex flex-wrap items-center gap-2">
          <ChatbotSelect chatbots={chatbots} value={chatbot.handle} path={`/admin/${tenant}/knowledge`} />
          {!isEmpty && (
            <Link
              className={buttonClass("outline", undefined, "medium")}
              href={`/admin/${tenant}/knowledge/search?chatbot=${chatbot.handle}`}
            >
              {t("testSearch")}
            </Link>
          )}
          {mayWrite && !isEmpty && (
            <Button ref={addButton} variant="primary" onClick={() => setStep("kinds")}>
              <Plus aria-hidden />
              {t("add")}
            </Button>
          )}
        </div>
      </PageHead>
      <ConnectionNote />
      {isEmpty && mayWrite && <EmptyKnowledge chatbot={chatbot} onChoose={choose} />}
      {isEmpty && !mayWrite && <p className="text-ink-soft">{t("readOnlyEmpty")}</p>}
      {!isEmpty && (
        <ul className="border-t border-line" aria-label={t("sources")}>
          {sources.map((source) => (
            <li
              key={source.id}
              className="relative grid min-h-25 grid-cols-[auto_minmax(0,1fr)_6.5rem] grid-rows-[auto_1.25rem] content-center items-center gap-x-3.5 gap-y-1.5 border-b border-line transition-colors hover:bg-surface side:min-h-18 side:grid-cols-[auto_minmax(0,1fr)_minmax(0,21rem)_7.5rem_7.5rem] side:grid-rows-1 side:gap-x-4 side:px-3"
            >
              <KindIcon kind={source.kind} />
              <div className="col-span-2 col-start-2 row-start-1 grid min-w-0 side:col-span-1 side:col-start-2">
                <Link
                  href={`/admin/${tenant}/knowledge/${source.id}`}
                  className="truncate font-strong after:absolute after:inset-0"
                >
                  <bdi>{source.name}</bdi>
                </Link>
                <small className="truncate text-small text-ink-muted">
                  {isWebKind(source.kind) ? source.origin : t(`kind.${source.kind}`)}
                </small>
              </div>
              <SourceState
                source={source}
                now={clock}
                className="col-start-2 row-start-2 side:col-start-3 side:row-start-1"
              />
              <span className={`col-start-3 row-start-2 side:col-start-4 side:row-start-1 ${countClass}`}>
                {t(source.kind === "pairs" ? "pairCount" : isWebKind(source.kind) ? "pages" : "documents", {
                  count: source.documents,
                })}
              </span>
              <span className={`col-start-5 row-start-1 max-side:hidden ${countClass}`}>
                {t("passages", { count: source.chunks })}
              </span>
            </li>
          ))}
        </ul>
      )}
      {mayWrite && (
        <AddSheet
          chatbot={chatbot.handle}
          step={step}
          mayGoBack={!isEmpty}
          returnFocus={addButton}
          onChoose={choose}
          onStep={setStep}
        />
      )}
      <DropZone chatbot={chatbot.handle} sourceId={null} name={chatbot.name} />
    </>
  );
}
