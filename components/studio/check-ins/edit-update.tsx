"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { AreaField } from "#components/ui/field.tsx";
import { MAX_CONTENT } from "#lib/status/schema.ts";
import { joinParts, partsOf } from "./update-parts.ts";

type EditUpdateProps = {
  content: string;
  isBusy: boolean;
  error: string | undefined;
  onSave: (content: string) => void;
  onCancel: () => void;
};

/** Changes an update: each answer has a field of its own. */
export function EditUpdate({ content, isBusy, error, onSave, onCancel }: EditUpdateProps) {
  const t = useTranslations("checkIns");
  const form = useTranslations("form");
  const [problem, setProblem] = useState<"empty" | "long" | null>(null);
  const parts = partsOf(content);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const changed = joinParts(
      parts.map(({ question }, index) => ({ question, text: String(values.get(`part${index}`)) })),
    );
    const found = changed === "" ? "empty" : changed.length > MAX_CONTENT ? "long" : null;
    setProblem(found);
    if (!found) onSave(changed);
  };
  return (
    <form className="grid gap-3" method="post" onSubmit={submit}>
      {parts.map(({ question, text }, index) => (
        <AreaField
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other identity
          key={index}
          label={question ?? t("content")}
          name={`part${index}`}
          // The reader has just asked for it.
          autoFocus={index === 0}
          isTall={parts.length === 1}
          maxLength={MAX_CONTENT}
          defaultValue={text}
          error={index === 0 ? (problem ? t(`answerProblems.${problem}`) : error) : undefined}
        />
      ))}
      <div className="flex gap-3">
        <Button type="submit" variant="primary" disabled={isBusy}>
          {t("save")}
        </Button>
        <Button disabled={isBusy} onClick={onCancel}>
          {form("cancel")}
        </Button>
      </div>
    </form>
  );
}
