"use client";

import { Plus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { isWebKind, type SourceOverview, type SourceStatus } from "#lib/knowledge/schema.ts";
import { AddSheet, type AddStep } from "./add-sheet.tsx";
import { ChatbotSelect } from "./chatbot-select.tsx";
import { DropZone } from "./drop-zone.tsx";
import { EmptyKnowledge } from "./empty-knowledge.tsx";
import { KindIcon } from "./kind-icon.tsx";
import type { AddKind } from "./kind-list.tsx";
import { LiveNote } from "./live-note.tsx";
import { SourceState } from "./source-state.tsx";
import { useClock } from "./use-clock.ts";
import { useFollow } from "./use-knowledge.ts";

type Props = {
  chatbots: { handle: string; name: string }[];
  chatbot: { id: string; handle: string; name: string };
  initial: SourceOverview[];
  now: string;
};

/** Where a chatbot's knowledge comes from, each source with what goes on in it. */
export function SourceList({ chatbots, chatbot, initial, now }: Props) {
  const t = useTranslations("studioKnowledge");
  const { tenant, api, mayWrite, live, say } = useFollow(chatbot.handle);
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
      (error: Error) => say({ text: error.message }),
    );
  };
  return (
    <>
      <header className="page-head">
        <div className="min-w-0">
          <Link href={`/admin/${tenant}/chatbots/${chatbot.id}`} className="crumb truncate">
            {chatbot.name}
          </Link>
          <h1>{t("title")}</h1>
          <p>{t("lead", { chatbot: chatbot.name })}</p>
        </div>
        <div className="page-actions">
          <ChatbotSelect chatbots={chatbots} value={chatbot.handle} path={`/admin/${tenant}/knowledge`} />
          {!isEmpty && (
            <Link
              className="line-button min-h-10"
              href={`/admin/${tenant}/knowledge/search?chatbot=${chatbot.handle}`}
            >
              {t("testSearch")}
            </Link>
          )}
          {mayWrite && !isEmpty && (
            <button
              ref={addButton}
              type="button"
              className="solid-button gap-1.5"
              onClick={() => setStep("kinds")}
            >
              <Plus aria-hidden className="size-4" />
              {t("add")}
            </button>
          )}
        </div>
      </header>
      <LiveNote />
      {isEmpty && mayWrite && <EmptyKnowledge chatbot={chatbot} onChoose={choose} />}
      {isEmpty && !mayWrite && <p className="text-ink-soft">{t("readOnlyEmpty")}</p>}
      {!isEmpty && (
        <ul className="sources" aria-label={t("sources")}>
          {sources.map((source) => (
            <li key={source.id}>
              <KindIcon kind={source.kind} />
              <div className="source-name">
                <Link href={`/admin/${tenant}/knowledge/${source.id}`} className="truncate">
                  {source.name}
                </Link>
                <small className="truncate">
                  {isWebKind(source.kind) ? source.origin : t(`kind.${source.kind}`)}
                </small>
              </div>
              <SourceState source={source} now={clock} />
              <span className="source-count">
                {t(source.kind === "pairs" ? "pairCount" : isWebKind(source.kind) ? "pages" : "documents", {
                  count: source.documents,
                })}
              </span>
              <span className="source-count">{t("passages", { count: source.chunks })}</span>
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
