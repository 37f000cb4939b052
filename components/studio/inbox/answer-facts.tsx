"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { AnswerFacts as Facts } from "#lib/inbox/read-transcript.ts";

const MICROS = 1_000_000;

/** How an answer was made: model, time, tokens, cost, and how well the passages fit. */
export function AnswerFacts({ answer }: { answer: Facts }) {
  const t = useTranslations("inbox.facts");
  const format = useFormatter();
  const { state, model, isBuiltIn, seconds, tokens, costMicros, evidence } = answer;
  const facts = [
    state === "complete" ? null : { name: t("state"), value: t(`states.${state}`) },
    { name: t("model"), value: isBuiltIn ? t("builtIn") : model },
    seconds === null ? null : { name: t("time"), value: t("seconds", { seconds }) },
    tokens && { name: t("tokens"), value: t("tokenCounts", tokens) },
    costMicros === null || isBuiltIn
      ? null
      : {
          name: t("cost"),
          value: format.number(costMicros / MICROS, {
            style: "currency",
            currency: "USD",
            maximumFractionDigits: 5,
          }),
        },
    evidence === null ? null : { name: t("evidence"), value: format.number(evidence, { style: "percent" }) },
  ].filter((fact) => fact !== null);
  return (
    <dl className="flex flex-wrap gap-x-4 gap-y-0.5 text-note text-ink-muted">
      {facts.map(({ name, value }) => (
        <div key={name} className="flex gap-1">
          <dt>{name}</dt>
          <dd className="text-ink-soft tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
