"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { controlClass } from "#components/ui/control-class.ts";
import { FormError, SelectField } from "#components/ui/field.tsx";
import { RowList } from "#components/ui/row-list.tsx";
import { SectionTitle, sectionClass } from "#components/ui/section.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { type Budget, type BudgetPeriod, type BudgetScope, MICROS } from "#lib/billing/schema.ts";

type Named = { id: string; name: string };
type Props = { tenant: string; initial: Budget[]; chatbots: Named[] };
/** Input values; an empty string is no limit. */
type Row = {
  scope: BudgetScope;
  chatbotId: string | null;
  period: BudgetPeriod;
  messages: string;
  tokens: string;
  dollars: string;
};

const always: Pick<Row, "scope" | "period">[] = [
  { scope: "tenant", period: "day" },
  { scope: "tenant", period: "month" },
  { scope: "visitor", period: "day" },
  { scope: "visitor", period: "month" },
];
const keyOf = ({ scope, chatbotId, period }: Pick<Row, "scope" | "chatbotId" | "period">) =>
  `${scope}/${chatbotId ?? ""}/${period}`;
const typed = (value: number | null, unit = 1) => (value === null ? "" : String(value / unit));
const parseLimit = (text: string, unit = 1) => (text.trim() === "" ? null : Math.round(Number(text) * unit));

function rowOf({ scope, chatbotId, period, messages, tokens, costMicros }: Budget): Row {
  return {
    scope,
    chatbotId,
    period,
    messages: typed(messages),
    tokens: typed(tokens),
    dollars: typed(costMicros, MICROS),
  };
}

function rowsOf(budgets: Budget[]): Row[] {
  const known = budgets.map(rowOf);
  const rest = known.filter(({ scope }) => scope === "chatbot");
  const fixed = always.map(
    (place): Row =>
      known.find((row) => row.scope === place.scope && row.period === place.period) ?? {
        ...place,
        chatbotId: null,
        messages: "",
        tokens: "",
        dollars: "",
      },
  );
  return [...fixed, ...rest];
}

/** The limits of the workspace, each visitor and each chatbot. An empty field is no limit. */
export function LimitsForm({ tenant, initial, chatbots }: Props) {
  const t = useTranslations("studioUsage");
  const words = useTranslations("form");
  const router = useRouter();
  const { run, isBusy, error, clear } = useSubmit();
  const [saved, setSaved] = useState(() => rowsOf(initial));
  const [rows, setRows] = useState(saved);
  const [isSaved, setIsSaved] = useState(false);
  const before = new Map(saved.map((row) => [keyOf(row), JSON.stringify(row)]));
  const changed = rows.filter((row) => before.get(keyOf(row)) !== JSON.stringify(row));

  const change = (index: number, part: Partial<Row>) => {
    clear();
    setIsSaved(false);
    setRows((all) => all.map((row, at) => (at === index ? { ...row, ...part } : row)));
  };
  const add = (chatbotId: string) =>
    setRows((all) => [
      ...all,
      { scope: "chatbot", chatbotId, period: "day", messages: "", tokens: "", dollars: "" },
    ]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      for (const { scope, chatbotId, period, messages, tokens, dollars } of changed) {
        const body = {
          scope,
          chatbotId,
          period,
          messages: parseLimit(messages),
          tokens: parseLimit(tokens),
          costMicros: parseLimit(dollars, MICROS),
        };
        await callApi(`/api/admin/${tenant}/usage/budgets`, { method: "PUT", body });
      }
      setSaved(rows);
      setIsSaved(true);
      router.refresh();
    });
  };
  const nameOf = (row: Row) =>
    row.scope === "chatbot"
      ? t("limitOf.chatbot", {
          name: chatbots.find(({ id }) => id === row.chatbotId)?.name ?? t("deletedChatbot"),
        })
      : t(`limitOf.${row.scope}`);
  const free = chatbots.filter(({ id }) => !rows.some(({ chatbotId }) => chatbotId === id));
  return (
    <form className={`${sectionClass} mt-10`} method="post" onSubmit={submit} aria-labelledby="limits">
      <SectionTitle id="limits">{t("limits")}</SectionTitle>
      <p className="text-ink-soft text-pretty">{t("limitsLead")}</p>
      <FormError>{error}</FormError>
      <RowList>
        {rows.map((row, index) => {
          const label = `${nameOf(row)}, ${t(`each.${row.period}`)}`;
          return (
            <li key={keyOf(row)}>
              <p className="min-w-0 flex-[1_1_100%] sm:flex-[1_1_11rem]">
                <b className="font-strong">{nameOf(row)}</b>{" "}
                <span className="text-ink-muted">{t(`each.${row.period}`)}</span>
              </p>
              {(["messages", "tokens", "dollars"] as const).map((measure) => (
                <label key={measure} className="grid min-w-0 flex-[1_1_6.5rem] gap-1">
                  <span className="text-note text-ink-muted">{t(`units.${measure}`)}</span>
                  <input
                    className={`${controlClass} min-h-10 tabular-nums`}
                    type="number"
                    inputMode={measure === "dollars" ? "decimal" : "numeric"}
                    min={0}
                    max={measure === "dollars" ? 1_000_000 : 1_000_000_000_000}
                    step={measure === "dollars" ? 0.01 : 1}
                    value={row[measure]}
                    placeholder={t("noLimit")}
                    aria-label={`${label}: ${t(`units.${measure}`)}`}
                    onChange={(event) => change(index, { [measure]: event.target.value })}
                  />
                </label>
              ))}
            </li>
          );
        })}
      </RowList>
      <div className="flex flex-wrap items-end justify-between gap-4">
        {free.length > 0 && (
          <SelectField label={t("addLimit")} value="" onChange={(event) => add(event.target.value)}>
            <option value="" disabled>
              {t("chooseChatbot")}
            </option>
            {free.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        )}
        <div className="flex items-center gap-3">
          <span role="status" className="text-sm text-ink-muted">
            {isSaved && words("saved")}
          </span>
          <Button type="submit" variant="primary" disabled={isBusy || changed.length === 0}>
            {words("save")}
          </Button>
        </div>
      </div>
    </form>
  );
}
