"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { MICROS, type ModelPrice, type UsageReport } from "#lib/billing/schema.ts";

/** What a million tokens of each model cost: the list's price, or one's own. */
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
  const send = (work: () => Promise<unknown>, told: string) =>
    run(async () => {
      setNote("");
      await work();
      setPrices((await callApi<UsageReport>(api)).prices);
      setNote(told);
    });
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    const model = String(given.get("model")).trim();
    const micros = (name: string) => Math.round(Number(given.get(name)) * MICROS);
    const body = { model, inputMicros: micros("input"), outputMicros: micros("output") };
    void send(
      async () => {
        await callApi(`${api}/prices`, { method: "PUT", body });
        form.reset();
      },
      t("priceSaved", { model }),
    );
  };
  const forget = (model: string) =>
    void send(
      () => callApi(`${api}/prices?model=${encodeURIComponent(model)}`, { method: "DELETE" }),
      t("priceForgotten", { model }),
    );
  return (
    <section className="studio-section" aria-labelledby="prices">
      <h2 id="prices">{t("prices")}</h2>
      <p className="text-ink-soft text-pretty">{t("pricesLead")}</p>
      <FormError>{error}</FormError>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: so that the keys can scroll it where it is too wide */}
      <div className="usage-table" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("model")}</th>
              <th scope="col">{t("input")}</th>
              <th scope="col">{t("output")}</th>
              <th scope="col">{t("source")}</th>
            </tr>
          </thead>
          <tbody>
            {prices.map(({ model, inputMicros, outputMicros, isOwn }) => (
              <tr key={model}>
                <th scope="row">{model}</th>
                <td>{perMillion(inputMicros)}</td>
                <td>{perMillion(outputMicros)}</td>
                <td>
                  {isOwn ? (
                    <button
                      type="button"
                      className="text-button"
                      disabled={isBusy}
                      aria-label={t("forgetPriceOf", { model })}
                      onClick={() => forget(model)}
                    >
                      {t("forgetPrice")}
                    </button>
                  ) : (
                    t("listed")
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <form className="price-form" method="post" onSubmit={save} aria-label={t("ownPrice")}>
        <label>
          <span>{t("model")}</span>
          <input
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
          <label key={name}>
            <span>{t(name)}</span>
            <input
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
        <button type="submit" className="line-button" disabled={isBusy}>
          {words("save")}
        </button>
      </form>
      <p role="status" className="text-sm text-ink-muted">
        {note}
      </p>
    </section>
  );
}
