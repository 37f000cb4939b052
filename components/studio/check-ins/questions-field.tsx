"use client";

import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { flushSync } from "react-dom";
import { Button } from "#components/ui/button.tsx";
import { controlClass, errorClass, hintClass } from "#components/ui/control-class.ts";
import { SelectField } from "#components/ui/field.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { MAX_QUESTIONS } from "#lib/status/schema.ts";

/** The second question of each is the plan, from which the next answer begins. */
const templates = ["daily", "weekly", "project", "handover"] as const;
type Template = (typeof templates)[number];
const parts = ["first", "second", "third"] as const;

type QuestionsFieldProps = {
  questions: string[];
  error: string | undefined;
  onChange: (questions: string[]) => void;
};

/** What the team is asked, from a template or in own words. */
export function QuestionsField({ questions, error, onChange }: QuestionsFieldProps) {
  const t = useTranslations("checkIns");
  const root = useRef<HTMLFieldSetElement>(null);
  const of = (template: Template) => parts.map((part) => t(`templates.${template}.${part}`));
  const current = templates.find((template) => of(template).join("\n") === questions.join("\n")) ?? "own";
  /** Synchronous, so that the focus goes to what has just appeared. */
  const changeAndFocus = (changed: string[], index: number) => {
    flushSync(() => onChange(changed));
    const boxes = root.current?.querySelectorAll<HTMLInputElement>("input");
    boxes?.[Math.min(index, boxes.length - 1)]?.focus();
  };
  return (
    <fieldset ref={root} className="grid gap-3">
      <legend className="sr-only">{t("questions")}</legend>
      <SelectField
        label={t("template")}
        value={current}
        onChange={({ target: { value } }) => value !== "own" && onChange(of(value as Template))}
      >
        {templates.map((template) => (
          <option key={template} value={template}>
            {t(`templates.${template}.name`)}
          </option>
        ))}
        <option value="own">{t("ownQuestions")}</option>
      </SelectField>
      <ol className="grid gap-2">
        {questions.map((question, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is identified by its index
          <li key={index} className="flex items-center gap-1">
            <input
              className={`${controlClass} min-h-10`}
              aria-label={t("question", { number: index + 1 })}
              value={question}
              maxLength={300}
              dir="auto"
              onChange={(event) => onChange(questions.with(index, event.target.value))}
            />
            <IconButton
              icon={X}
              label={t("removeQuestion", { number: index + 1 })}
              disabled={questions.length === 1}
              onClick={() => changeAndFocus(questions.toSpliced(index, 1), index)}
            />
          </li>
        ))}
      </ol>
      {questions.length < MAX_QUESTIONS && (
        <Button
          variant="ghost"
          className="justify-self-start"
          onClick={() => changeAndFocus([...questions, ""], questions.length)}
        >
          <Plus aria-hidden />
          {t("addQuestion")}
        </Button>
      )}
      <p className={hintClass}>{t("questionsHint")}</p>
      {error && <p className={errorClass}>{error}</p>}
    </fieldset>
  );
}
