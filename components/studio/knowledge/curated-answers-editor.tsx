"use client";

import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Sheet } from "#components/ui/sheet.tsx";
import { SheetHead } from "#components/ui/sheet-head.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { CuratedAnswer, CuratedAnswerPage } from "#lib/knowledge/curated/schema.ts";
import { CuratedAnswerForm } from "./curated-answer-form.tsx";
import { KindIcon } from "./kind-icon.tsx";
import { useKnowledge } from "./use-knowledge.ts";

/** Keys sort by creation. */
const newKey = () =>
  `${Date.now().toString(36)}-${crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36)}`;

type Props = { sourceId: string; initial: CuratedAnswerPage };

/** Edits curated answers. Saves and deletions show at once; a deletion can be undone. */
export function CuratedAnswersEditor({ sourceId, initial }: Props) {
  const t = useTranslations("studioKnowledge.pairs");
  const general = useTranslations("studioKnowledge");
  const form = useTranslations("form");
  const { api, mayWrite, remove, isDeleted, showNote } = useKnowledge();
  const address = `${api}/sources/${sourceId}/pairs`;
  const [pairs, setPairs] = useState<CuratedAnswer[]>(initial.pairs);
  const [after, setAfter] = useState(initial.after);
  const [editing, setEditing] = useState<CuratedAnswer | null>(null);
  const opener = useRef<HTMLElement>(null);
  const shown = pairs.filter(({ key }) => !isDeleted(`${sourceId}/${key}`));

  const place = (pair: CuratedAnswer) =>
    setPairs((all) =>
      all.some(({ key }) => key === pair.key)
        ? all.map((one) => (one.key === pair.key ? pair : one))
        : [...all, pair],
    );
  const removePair = (pair: CuratedAnswer) => setPairs((all) => all.filter(({ key }) => key !== pair.key));
  const save = (pair: CuratedAnswer, before: CuratedAnswer | undefined, isUndo = false) => {
    const restore = () => (before ? place(before) : removePair(pair));
    place(pair);
    callApi(address, { method: "PUT", body: pair }).then(
      () =>
        showNote({
          text: general("saved", { name: pair.question }),
          ...(!isUndo && { action: { label: form("undo"), run: undo } }),
        }),
      (error: Error) => {
        restore();
        showNote({ text: t("failed", { name: isolateText(pair.question), reason: error.message }) });
      },
    );
    const undo = () => {
      if (before) return save(before, pair, true);
      removePair(pair);
      callApi(`${address}?${new URLSearchParams({ key: pair.key })}`, { method: "DELETE" }).catch(
        (error: Error) => showNote({ text: error.message }),
      );
    };
  };
  const more = () =>
    callApi<CuratedAnswerPage>(`${address}?${new URLSearchParams({ after: after ?? "" })}`).then(
      (page) => {
        setPairs((all) => [...all, ...page.pairs]);
        setAfter(page.after);
      },
      (error: Error) => showNote({ text: error.message }),
    );
  const open = (pair: CuratedAnswer, button: HTMLElement) => {
    opener.current = button;
    setEditing(pair);
  };
  const newPair = () => ({ key: newKey(), question: "", phrasings: [], answer: "" });
  return (
    <>
      {shown.length === 0 && (
        <Empty title={t("emptyTitle")} icon={<KindIcon kind="pairs" />}>
          <p className="text-pretty text-ink-soft">{t("emptyBody")}</p>
        </Empty>
      )}
      {shown.length > 0 && (
        <ul className="border-t border-line">
          {shown.map((pair) => (
            <li key={pair.key} className="flex items-start gap-3 border-b border-line px-1 py-4">
              <div className="grid min-w-0 flex-1 gap-0.5">
                <b className="font-strong wrap-anywhere">{pair.question}</b>
                {pair.phrasings.length > 0 && (
                  <small className="text-small text-ink-muted">
                    {t("ways", { count: pair.phrasings.length })}
                  </small>
                )}
                <p className="line-clamp-3 wrap-anywhere text-ink-soft">{pair.answer}</p>
              </div>
              {mayWrite && (
                <>
                  <Button onClick={({ currentTarget }) => open(pair, currentTarget)}>{t("edit")}</Button>
                  <IconButton
                    icon={Trash2}
                    label={t("delete", { name: isolateText(pair.question) })}
                    onClick={() =>
                      remove({
                        key: `${sourceId}/${pair.key}`,
                        text: general("deletedDocument", { name: pair.question }),
                        url: `${address}?${new URLSearchParams({ key: pair.key })}`,
                      })
                    }
                  />
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <div className="mt-4 flex gap-2">
        {after !== null && <Button onClick={more}>{general("more")}</Button>}
        {mayWrite && (
          <Button variant="primary" onClick={({ currentTarget }) => open(newPair(), currentTarget)}>
            <Plus aria-hidden />
            {t("add")}
          </Button>
        )}
      </div>
      <Sheet
        side="end"
        label={t("editTitle")}
        isOpen={editing !== null}
        onClose={() => setEditing(null)}
        returnFocus={opener}
      >
        <SheetHead title={t("editTitle")} closeLabel={general("close")} onClose={() => setEditing(null)} />
        {editing && (
          <CuratedAnswerForm
            key={editing.key}
            pair={editing}
            onSave={(pair) => {
              save(
                pair,
                pairs.find(({ key }) => key === pair.key),
              );
              setEditing(null);
            }}
          />
        )}
      </Sheet>
    </>
  );
}
