"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { AreaField, CheckField, Field, FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import type { AnsweredGap } from "#lib/inbox/gaps/answer-gap.ts";
import type { GapView } from "#lib/inbox/gaps/get-gap.ts";
import { CURATED_ANSWER_MAX_CHARS, PHRASING_MAX_CHARS } from "#lib/knowledge/curated/schema.ts";
import { TriedQuestions } from "./tried-questions.tsx";

/** Of the gap in the API; the answer's form and the switch between open and out of scope. */
export function AnswerGapForm({ api, gap }: { api: string; gap: GapView }) {
  const t = useTranslations("inbox.gaps");
  const router = useRouter();
  const { isBusy, error, fields, run } = useSubmit();
  const [question, setQuestion] = useState(gap.draft.question);
  const [answer, setAnswer] = useState(gap.draft.answer);
  const [wordings, setWordings] = useState(gap.draft.wordings.map((text) => ({ text, isChosen: true })));
  const [isGolden, setGolden] = useState(true);
  const [result, setResult] = useState<AnsweredGap | null>(null);
  const save = (isForced: boolean) =>
    run(async () => {
      const chosen = wordings.filter((wording) => wording.isChosen).map(({ text }) => text);
      const body = { question, answer, wordings: chosen, isGolden, isForced };
      const saved = await callApi<AnsweredGap>(`${api}/answer`, { method: "POST", body });
      setResult(saved);
      if (saved.isSaved) router.refresh();
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(false);
  };
  const move = (state: "open" | "outOfScope") =>
    run(async () => {
      await callApi(api, { method: "PATCH", body: { state } });
      router.refresh();
    });
  return (
    <form method="post" onSubmit={submit} className="grid gap-5">
      <Field
        label={t("question")}
        hint={t("questionHint")}
        name="question"
        value={question}
        onChange={({ target }) => setQuestion(target.value)}
        maxLength={PHRASING_MAX_CHARS}
        error={fields.question}
        required
      />
      <AreaField
        label={t("answer")}
        hint={t("answerHint")}
        name="answer"
        value={answer}
        onChange={({ target }) => setAnswer(target.value)}
        maxLength={CURATED_ANSWER_MAX_CHARS}
        error={fields.answer}
        required
      />
      {wordings.length > 0 && (
        <fieldset className="grid gap-2">
          <legend className="mb-2 text-small font-strong">{t("wordings")}</legend>
          {wordings.map(({ text, isChosen }, at) => (
            <CheckField
              key={text}
              label={text}
              checked={isChosen}
              onChange={({ target }) => setWordings(wordings.with(at, { text, isChosen: target.checked }))}
            />
          ))}
        </fieldset>
      )}
      <CheckField
        label={t("golden")}
        hint={t("goldenHint")}
        checked={isGolden}
        onChange={({ target }) => setGolden(target.checked)}
      />
      <FormError>{error}</FormError>
      {result && <TriedQuestions result={result} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" disabled={isBusy}>
          {isBusy ? t("testing") : t("save")}
        </Button>
        {result && !result.isSaved && (
          <Button disabled={isBusy} size="medium" onClick={() => void save(true)}>
            {t("saveAnyway")}
          </Button>
        )}
        {gap.state === "open" && (
          <Button disabled={isBusy} size="medium" onClick={() => void move("outOfScope")}>
            {t("outOfScope")}
          </Button>
        )}
        {gap.state === "outOfScope" && (
          <Button disabled={isBusy} size="medium" onClick={() => void move("open")}>
            {t("openAgain")}
          </Button>
        )}
      </div>
    </form>
  );
}
