import { useFormatter, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { CheckField, Field, FormError, SelectField } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import type { PlanLimits } from "#lib/core/plan-limits.ts";
import { type Plan, plans, type WorkspacePlan } from "#lib/quotas/schema.ts";
import { type PlanQuota, parseInputs, planLimit, planQuotas, toInputs } from "./plan-inputs.ts";

export type PlanView = WorkspacePlan & { standard: PlanLimits };
type Props = { slug: string; initial: PlanView; onClose: () => void };

/** A workspace's plan, and the single limits that replace those of the plan. */
export function PlanForm({ slug, initial, onClose }: Props) {
  const t = useTranslations("operation.plan");
  const words = useTranslations("form");
  const format = useFormatter();
  const { run, isBusy, error, fields, clear } = useSubmit();
  const [plan, setPlan] = useState<Plan>(initial.plan);
  const [inputs, setInputs] = useState(() => toInputs(initial.limits));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = { plan, limits: parseInputs(inputs) };
    const path = `/api/ops/workspaces/${encodeURIComponent(slug)}/plan`;
    if (await run(() => callApi(path, { method: "PUT", body }))) onClose();
  };
  const ofPlan = (name: PlanQuota) => {
    const limit = plan === "unlimited" ? null : planLimit(initial.standard, name);
    return limit === null ? t("none") : format.number(limit);
  };
  return (
    <form className="grid gap-5" method="post" onSubmit={submit}>
      <p className="text-ink-soft text-pretty">{t("lead")}</p>
      <FormError>{error}</FormError>
      <SelectField
        label={t("plan")}
        value={plan}
        onChange={(event) => {
          clear();
          setPlan(event.target.value as Plan);
        }}
      >
        {plans.map((one) => (
          <option key={one} value={one}>
            {t(`plans.${one}`)}
          </option>
        ))}
      </SelectField>
      {planQuotas.map((name) => {
        const { text, isUnlimited } = inputs[name];
        const change = (input: Partial<typeof inputs.members>) => {
          clear();
          setInputs({ ...inputs, [name]: { ...inputs[name], ...input } });
        };
        const label = t(`quotas.${name}`);
        return (
          <div key={name} className="grid gap-2">
            <Field
              label={label}
              type="number"
              inputMode="decimal"
              min={0}
              step={name === "storageBytes" ? "any" : 1}
              value={isUnlimited ? "" : text}
              disabled={isUnlimited}
              placeholder={isUnlimited ? t("none") : ofPlan(name)}
              error={fields[`limits.${name}`]}
              onChange={(event) => change({ text: event.target.value })}
            />
            <CheckField
              label={t("none")}
              aria-label={t("noneOf", { quota: label })}
              checked={isUnlimited}
              onChange={(event) => change({ isUnlimited: event.target.checked })}
            />
          </div>
        );
      })}
      <div className="flex justify-end gap-3">
        <Button onClick={onClose}>{words("cancel")}</Button>
        <Button type="submit" variant="primary" disabled={isBusy}>
          {words("save")}
        </Button>
      </div>
    </form>
  );
}
