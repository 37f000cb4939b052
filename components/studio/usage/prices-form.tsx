"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { controlClass } from "#components/ui/control-class.ts";
import { FormError } from "#components/ui/field.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table } from "#components/ui/table.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { MICROS, type ModelPrice, type UsageReport } from "#lib/billing/schema.ts";

/** The price per million tokens of each model: the list price or a custom one. */
export function PricesForm({ tenant, initial }: { tenant: string; initial: ModelPrice[] }) {
  const t = useTranslations("studioUsage");
  const words = useTranslations("form");
  const format = useFormatter();
  const perMillion = (micros: number) =>
    format.number(micros / MICROS, { style: "currency", currency: "USD", maximumFractionDigits: 4 });
  const { run, isBusy, error, fields } = useSubmit();
  const [prices, setPrices] = useState(initial);
  const [note, setNote] = useState("");
  const api = `/api/admin/${tenant}/usage`;
  const send = (work: () => Promise<unknown>, confirmation: string) =>
    run(async () => {
      setNote("");
      await work();
      setPrices((await callApi<UsageReport>(api)).prices);
      setNote(confirmation);
    });
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const values = new FormData(form);
    const model = String(values.get("model")).trim();
    const micros = (name: string) => Math.round(Number(values.get(name)) * MICROS);
    const body = { model, inputMicros: micros("input"), outputMicros: micros("output") };
    void send(
      async () => {
        await callApi(`${api}/prices`, { method: "PUT", body });
        form.reset();
      },
      t("priceSaved", { model }),
    );
  };
  const resetPrice = (model: string) =>
    void send(
      () => callApi(`${api}/prices?model=${encodeURIComponent(model)}`, { method: "DELETE" }),
      t("priceForgotten", { model }),
    );
  return (
    <Section title={t("prices")} className="mt-10">
      <p className="text-ink-soft text-pretty">{t("pricesLead")}</p>
      <FormError>{error}</FormError>
      <Table
        rows={prices}
        keyOf={({ model }) => model}
        columns={[
          { key: "model", head: t("model"), cell: ({ model }) => model },
          {
            key: "input",
            head: t("input"),
            cell: ({ inputMicros }) => perMillion(inputMicros),
            isNumeric: true,
          },
          {
            key: "output",
            head: t("output"),
            cell: ({ outputMicros }) => perMillion(outputMicros),
            isNumeric: true,
          },
          {
            key: "source",
            head: t("source"),
            cell: ({ model, isOwn }) =>
              isOwn ? (
                <Button
                  variant="link"
                  disabled={isBusy}
                  aria-label={t("forgetPriceOf", { model })}
                  onClick={() => resetPrice(model)}
                >
                  {t("forgetPrice")}
                </Button>
              ) : (
                t("listed")
              ),
          },
        ]}
      />
      <form
        className="flex flex-wrap items-end gap-3"
        method="post"
        onSubmit={save}
        aria-label={t("ownPrice")}
      >
        <label className="grid min-w-0 flex-[1_1_6.5rem] gap-1">
          <span className="text-note text-ink-muted">{t("model")}</span>
          <input
            className={`${controlClass} min-h-10`}
            name="model"
            required
            maxLength={120}
            autoComplete="off"
            list="known-models"
            aria-invalid={fields.model ? true : undefined}
          />
          <datalist id="known-models">
            {prices.map(({ model }) => (
              <option key={model} value={model} />
            ))}
          </datalist>
        </label>
        {(["input", "output"] as const).map((name) => (
          <label key={name} className="grid min-w-0 flex-[1_1_6.5rem] gap-1">
            <span className="text-note text-ink-muted">{t(name)}</span>
            <input
              className={`${controlClass} min-h-10 tabular-nums`}
              name={name}
              type="number"
              inputMode="decimal"
              min={0}
              max={100_000}
              step={0.0001}
              required
            />
          </label>
        ))}
        <Button type="submit" size="medium" disabled={isBusy}>
          {words("save")}
        </Button>
      </form>
      <p role="status" className="text-sm text-ink-muted">
        {note}
      </p>
    </Section>
  );
}
