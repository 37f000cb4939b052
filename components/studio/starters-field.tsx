"use client";

import { Plus, Sparkles, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useRef } from "react";
import { flushSync } from "react-dom";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { controlClass, labelClass } from "#components/ui/control-class.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { useStarterChecks } from "./use-starter-checks.ts";

const MOST = 6;

type Props = {
  /** URL of the chatbot's API. */
  api: string;
  /** Whether there is knowledge to suggest from and to check against. */
  hasKnowledge: boolean;
  starters: string[];
  /** Error messages by index. */
  errors: Record<number, string>;
  onChange: (starters: string[]) => void;
};

/** Starter questions, one per line. Enter moves to the next line; Backspace deletes an empty line. */
export function StartersField({ api, hasKnowledge, starters, errors, onChange }: Props) {
  const t = useTranslations("studioChatbots");
  const unanswered = useStarterChecks(api, starters, hasKnowledge);
  const { run, isBusy, error } = useSubmit();
  const suggest = () =>
    run(async () => {
      const suggested = await callApi<{ starters: string[] }>(`${api}/starters`);
      const kept = starters.filter((starter) => starter.trim() !== "" && !unanswered.has(starter.trim()));
      onChange([...new Set([...kept, ...suggested.starters])].slice(0, MOST));
    });
  const root = useRef<HTMLFieldSetElement>(null);
  /** Synchronous, so that the next keystroke goes to the new line. */
  const changeAndFocus = (changed: string[], index: number) => {
    flushSync(() => onChange(changed));
    const boxes = root.current?.querySelectorAll<HTMLInputElement>("input");
    (boxes?.[Math.min(index, boxes.length - 1)] ?? root.current?.querySelector("button"))?.focus();
  };
  const add = (index: number) =>
    changeAndFocus(starters.length < MOST ? starters.toSpliced(index, 0, "") : starters, index);
  const remove = (index: number) => changeAndFocus(starters.toSpliced(index, 1), Math.max(0, index - 1));
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      add(index + 1);
    } else if (event.key === "Backspace" && starters[index] === "") {
      event.preventDefault();
      remove(index);
    }
  };
  return (
    <fieldset className="grid gap-2" ref={root}>
      <legend className={`mb-1.5 ${labelClass}`}>{t("starters")}</legend>
      {starters.map((starter, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is identified by its index
        <div key={index} className="grid gap-1">
          <div className="flex items-center gap-1">
            <input
              className={`${controlClass} min-h-10`}
              aria-label={t("starter", { number: index + 1 })}
              aria-invalid={errors[index] ? true : undefined}
              value={starter}
              maxLength={120}
              dir="auto"
              onChange={(event) => onChange(starters.with(index, event.target.value))}
              onKeyDown={(event) => onKeyDown(event, index)}
            />
            <IconButton
              icon={X}
              label={t("removeStarter", { number: index + 1 })}
              onClick={() => remove(index)}
            />
          </div>
          {errors[index] && <p className="text-small text-danger">{errors[index]}</p>}
          {unanswered.has(starter.trim()) && (
            <p className="text-small text-ink-muted">{t("starterUnanswered")}</p>
          )}
        </div>
      ))}
      {starters.length < MOST && (
        <Button
          variant="plain"
          className="inline-flex min-h-9 items-center gap-2 justify-self-start rounded-lg ps-1 pe-3 text-small font-strong text-ink-soft hover:text-accent [&_svg]:size-4"
          onClick={() => add(starters.length)}
        >
          <Plus aria-hidden />
          {t("addStarter")}
        </Button>
      )}
      {hasKnowledge && (
        <Button
          variant="plain"
          className="inline-flex min-h-9 items-center gap-2 justify-self-start rounded-lg ps-1 pe-3 text-small font-strong text-ink-soft hover:text-accent [&_svg]:size-4"
          onClick={() => void suggest()}
          disabled={isBusy}
        >
          <Sparkles aria-hidden />
          {t("suggestStarters")}
        </Button>
      )}
      {error && <p className="text-small text-danger">{error}</p>}
      <p className="text-small text-pretty text-ink-muted">{t("startersHint")}</p>
    </fieldset>
  );
}
