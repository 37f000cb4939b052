import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { Button } from "#components/ui/button.tsx";
import { AreaField, Field } from "#components/ui/field.tsx";
import { sheetBodyClass } from "#components/ui/sheet-head.tsx";
import {
  CURATED_ANSWER_MAX_CHARS,
  type CuratedAnswer,
  PHRASING_MAX_CHARS,
} from "#lib/knowledge/curated/schema.ts";

const lines = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/** A question, its alternative phrasings one per line, and its answer. */
export function CuratedAnswerForm({
  pair,
  onSave,
}: {
  pair: CuratedAnswer;
  onSave: (pair: CuratedAnswer) => void;
}) {
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
    <form className={`grid gap-4 ${sheetBodyClass}`} method="post" onSubmit={submit}>
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
      <Button type="submit" variant="primary">
        {t("save")}
      </Button>
    </form>
  );
}
