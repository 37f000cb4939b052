"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { CheckField, Field, FormError, SelectField } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import type { RoomPriceSettings } from "#lib/tenant/schema.ts";

const currencies = ["eur", "usd", "gbp", "chf"] as const satisfies readonly RoomPriceSettings["currency"][];

type RoomPricesFormProps = { tenant: string; name: string; initial: RoomPriceSettings; isReadOnly: boolean };

/** What people can buy in the workspace's rooms. An empty price offers nothing. */
export function RoomPricesForm({ tenant, name, initial, isReadOnly }: RoomPricesFormProps) {
  const t = useTranslations("studioRooms.prices");
  const form = useTranslations("form");
  const { run, isBusy, error, fields } = useSubmit();
  const [currency, setCurrency] = useState(initial.currency);
  const [pin, setPin] = useState(toText(initial.pin));
  const [backRoom, setBackRoom] = useState(toText(initial.backRoom));
  const [tips, setTips] = useState(initial.tips);
  const [isSaved, setSaved] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      setSaved(false);
      const roomPrices = { currency, pin: toAmount(pin), backRoom: toAmount(backRoom), tips };
      await callApi(`/api/admin/${tenant}`, { method: "PATCH", body: { name, settings: { roomPrices } } });
      setSaved(true);
    });
  };
  const price = (label: string, value: string, onChange: (text: string) => void, path: string) => (
    <Field
      label={label}
      value={value}
      type="number"
      min="0.5"
      max="1000"
      step="0.01"
      inputMode="decimal"
      hint={t("priceHint")}
      error={fields[`settings.roomPrices.${path}`]}
      onChange={(event) => onChange(event.target.value)}
    />
  );
  return (
    <section className="mt-10 grid max-w-md gap-4" aria-labelledby="room-prices">
      <div>
        <h2 id="room-prices" className="text-lg font-semibold">
          {t("title")}
        </h2>
        <p className="mt-1 text-small text-pretty text-ink-muted">{t("lead")}</p>
      </div>
      <form className="grid gap-4" method="post" onSubmit={submit}>
        <FormError>{error}</FormError>
        <fieldset className="grid gap-4" disabled={isReadOnly}>
          <SelectField
            label={t("currency")}
            value={currency}
            onChange={(event) => setCurrency(event.target.value as RoomPriceSettings["currency"])}
          >
            {currencies.map((code) => (
              <option key={code} value={code}>
                {code.toUpperCase()}
              </option>
            ))}
          </SelectField>
          {price(t("pin"), pin, setPin, "pin")}
          {price(t("backRoom"), backRoom, setBackRoom, "backRoom")}
          <CheckField
            label={t("tips")}
            hint={t("tipsHint")}
            checked={tips}
            onChange={(event) => setTips(event.target.checked)}
          />
          <div className="flex items-center gap-3">
            <Button type="submit" variant="primary" disabled={isBusy}>
              {form("save")}
            </Button>
            <span role="status" className="text-small text-ink-muted">
              {isSaved && t("saved")}
            </span>
          </div>
        </fieldset>
      </form>
    </section>
  );
}

const toText = (amount: number | null) => (amount === null ? "" : (amount / 100).toFixed(2));
const toAmount = (text: string) => (text.trim() === "" ? null : Math.round(Number(text) * 100));
