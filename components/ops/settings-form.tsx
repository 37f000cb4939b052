import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Field, FormError, SelectField } from "#components/ui/field.tsx";
import { SectionTitle, sectionClass } from "#components/ui/section.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { MICROS } from "#lib/billing/schema.ts";
import { type AlertLimits, type DispatchMode, dispatchModes } from "#lib/instance/schema.ts";
import type { Operation } from "./operation.ts";

type Props = { initial: Operation["settings"]; channels: Operation["channels"] };
type Name = keyof AlertLimits;

const UNITS: Record<Name, number> = {
  queueDepth: 1,
  queueAgeSeconds: 1,
  errorPercent: 1,
  firstTokenSeconds: 1,
  roomDeliverySeconds: 1,
  dailyCostMicros: MICROS,
};
const names = Object.keys(UNITS) as Name[];
const isWhole = (name: Name) => name === "queueDepth" || name === "queueAgeSeconds";

/** Input values; an empty string is no limit. */
function toInputs(limits: AlertLimits): Record<Name, string> {
  const pairs = names.map((name) => {
    const value = limits[name];
    return [name, value === null ? "" : String(value / UNITS[name])];
  });
  return Object.fromEntries(pairs) as Record<Name, string>;
}

function parseLimits(texts: Record<Name, string>): AlertLimits {
  const pairs = names.map((name) => {
    const text = texts[name].trim();
    if (text === "") return [name, null];
    const value = Number(text) * UNITS[name];
    return [name, name === "dailyCostMicros" ? Math.round(value) : value];
  });
  return Object.fromEntries(pairs) as AlertLimits;
}

/** The default answer mode of chatbots, and the alert thresholds. */
export function SettingsForm({ initial, channels }: Props) {
  const t = useTranslations("operation");
  const words = useTranslations("form");
  const { run, isBusy, error, fields, clear } = useSubmit();
  const [dispatch, setDispatch] = useState<DispatchMode>(initial.dispatch);
  const [limits, setLimits] = useState(() => toInputs(initial.alerts));
  const [saved, setSaved] = useState({ dispatch, limits });
  const [isSaved, setIsSaved] = useState(false);
  const change = (work: () => void) => {
    clear();
    setIsSaved(false);
    work();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      // Sends only changed fields: the others may have been changed elsewhere.
      const body = {
        ...(dispatch !== saved.dispatch && { dispatch }),
        ...(JSON.stringify(limits) !== JSON.stringify(saved.limits) && { alerts: parseLimits(limits) }),
      };
      await callApi("/api/ops/settings", { method: "PATCH", body });
      setSaved({ dispatch, limits });
      setIsSaved(true);
    });
  };
  return (
    <form className={sectionClass} method="post" onSubmit={submit} aria-labelledby="ops-settings">
      <SectionTitle id="ops-settings">{t("settings")}</SectionTitle>
      <p className="text-ink-soft text-pretty">
        {channels.length === 0
          ? t("toldNowhere")
          : t("toldTo", { channels: channels.map((one) => t(`channels.${one}`)).join(", ") })}
      </p>
      <FormError>{error}</FormError>
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label={t("dispatch")}
          value={dispatch}
          onChange={(event) => change(() => setDispatch(event.target.value as DispatchMode))}
        >
          {dispatchModes.map((mode) => (
            <option key={mode} value={mode}>
              {t(`dispatchModes.${mode}`)}
            </option>
          ))}
        </SelectField>
        {names.map((name) => (
          <Field
            key={name}
            label={t(`limits.${name}`)}
            type="number"
            inputMode={isWhole(name) ? "numeric" : "decimal"}
            min={isWhole(name) ? 1 : 0.1}
            step={isWhole(name) ? 1 : 0.1}
            value={limits[name]}
            placeholder={t("notWatched")}
            error={fields[`alerts.${name}`]}
            onChange={(event) => change(() => setLimits({ ...limits, [name]: event.target.value }))}
          />
        ))}
      </div>
      <div className="flex items-center justify-end gap-3">
        <span role="status" className="text-sm text-ink-muted">
          {isSaved && words("saved")}
        </span>
        <Button type="submit" variant="primary" disabled={isBusy}>
          {words("save")}
        </Button>
      </div>
    </form>
  );
}
