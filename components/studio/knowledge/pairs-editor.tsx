"use client";

import { MessagesSquare, Plus, Trash2, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { AreaField, Field } from "#components/ui/field.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Sheet } from "#components/ui/sheet.tsx";
import {
  CURATED_ANSWER_MAX_CHARS,
  type CuratedAnswer,
  type CuratedAnswerPage,
  PHRASING_MAX_CHARS,
} from "#lib/knowledge/schema.ts";
import { useKnowledge } from "./use-knowledge.ts";

/** Keys in the order in which the pairs were written. */
const newKey = () =>
  `${Date.now().toString(36)}-${crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36)}`;

const lines = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

type Props = { sourceId: string; initial: CuratedAnswerPage };

/** Questions with their answers: there at once when they are saved, and back when that is undone. */
export function PairsEditor({ sourceId, initial }: Props) {
  const t = useTranslations("studioKnowledge.pairs");
  const general = useTranslations("studioKnowledge");
  const form = useTranslations("form");
  const { api, mayWrite, remove, isGone, say } = useKnowledge();
  const address = `${api}/sources/${sourceId}/pairs`;
  const [pairs, setPairs] = useState<CuratedAnswer[]>(initial.pairs);
  const [after, setAfter] = useState(initial.after);
  const [editing, setEditing] = useState<CuratedAnswer | null>(null);
  const opener = useRef<HTMLElement>(null);
  const shown = pairs.filter(({ key }) => !isGone(`${sourceId}/${key}`));

  const place = (pair: CuratedAnswer) =>
    setPairs((all) =>
      all.some(({ key }) => key === pair.key)
        ? all.map((one) => (one.key === pair.key ? pair : one))
        : [...all, pair],
    );
  const takeAway = (pair: CuratedAnswer) => setPairs((all) => all.filter(({ key }) => key !== pair.key));
  const save = (pair: CuratedAnswer, before: CuratedAnswer | undefined, isUndo = false) => {
    const back = () => (before ? place(before) : takeAway(pair));
    place(pair);
    callApi(address, { method: "PUT", body: pair }).then(
      () =>
        say({
          text: general("saved", { name: pair.question }),
          ...(!isUndo && { action: { label: form("undo"), run: undo } }),
        }),
      (error: Error) => {
        back();
        say({ text: t("failed", { name: pair.question, reason: error.message }) });
      },
    );
    const undo = () => {
      if (before) return save(before, pair, true);
      takeAway(pair);
      callApi(`${address}?${new URLSearchParams({ key: pair.key })}`, { method: "DELETE" }).catch(
        (error: Error) => say({ text: error.message }),
      );
    };
  };
  const more = () =>
    callApi<CuratedAnswerPage>(`${address}?${new URLSearchParams({ after: after ?? "" })}`).then(
      (page) => {
        setPairs((all) => [...all, ...page.pairs]);
        setAfter(page.after);
      },
      (error: Error) => say({ text: error.message }),
    );
  const open = (pair: CuratedAnswer, button: HTMLElement) => {
    opener.current = button;
    setEditing(pair);
  };
  const fresh = () => ({ key: newKey(), question: "", phrasings: [], answer: "" });
  return (
    <>
      {shown.length === 0 && (
        <div className="empty">
          <MessagesSquare aria-hidden className="kind-icon" />
          <h2>{t("emptyTitle")}</h2>
          <p>{t("emptyBody")}</p>
        </div>
      )}
      {shown.length > 0 && (
        <ul className="pair-list">
          {shown.map((pair) => (
            <li key={pair.key}>
              <div>
                <b>{pair.question}</b>
                {pair.phrasings.length > 0 && <small>{t("ways", { count: pair.phrasings.length })}</small>}
                <p>{pair.answer}</p>
              </div>
              {mayWrite && (
                <>
                  <button
                    type="button"
                    className="line-button"
                    onClick={({ currentTarget }) => open(pair, currentTarget)}
                  >
                    {t("edit")}
                  </button>
                  <IconButton
                    icon={Trash2}
                    label={t("delete", { name: pair.question })}
                    onClick={() =>
                      remove({
                        key: `${sourceId}/${pair.key}`,
                        text: general("deletedDocument", { name: pair.question }),
                        address: `${address}?${new URLSearchParams({ key: pair.key })}`,
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
        {after !== null && (
          <button type="button" className="line-button" onClick={more}>
            {general("more")}
          </button>
        )}
        {mayWrite && (
          <button
            type="button"
            className="solid-button gap-1.5"
            onClick={({ currentTarget }) => open(fresh(), currentTarget)}
          >
            <Plus aria-hidden className="size-4" />
            {t("add")}
          </button>
        )}
      </div>
      <Sheet
        side="end"
        label={t("editTitle")}
        isOpen={editing !== null}
        onClose={() => setEditing(null)}
        returnFocus={opener}
      >
        <div className="add-head">
          <h2>{t("editTitle")}</h2>
          <IconButton icon={X} label={general("close")} onClick={() => setEditing(null)} />
        </div>
        {editing && (
          <PairForm
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

function PairForm({ pair, onSave }: { pair: CuratedAnswer; onSave: (pair: CuratedAnswer) => void }) {
  const t = useTranslations("studioKnowledge.pairs");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    const phrasings = lines(text("phrasings")).map((line) => line.slice(0, PHRASING_MAX_CHARS));
    onSave({
      key: pair.key,
      question: text("question"),
      phrasings: phrasings.slice(0, 20),
      answer: text("answer"),
    });
  };
  return (
    <form className="add-body form-stack" method="post" onSubmit={submit}>
      <Field
        label={t("question")}
        name="question"
        hint={t("questionHint")}
        defaultValue={pair.question}
        maxLength={PHRASING_MAX_CHARS}
        pattern=".*\S.*"
        required
        autoFocus
      />
      <AreaField
        label={t("phrasings")}
        name="phrasings"
        hint={t("phrasingsHint")}
        defaultValue={pair.phrasings.join("\n")}
        rows={4}
      />
      <AreaField
        label={t("answer")}
        name="answer"
        hint={t("answerHint")}
        defaultValue={pair.answer}
        maxLength={CURATED_ANSWER_MAX_CHARS}
        rows={8}
        required
      />
      <button type="submit" className="solid-button justify-center">
        {t("save")}
      </button>
    </form>
  );
}
