import { useTranslations } from "next-intl";
import { CheckField, Field } from "#components/ui/field.tsx";
import type { AccessPolicy } from "#lib/tenant/schema.ts";

type Props = {
  access: AccessPolicy;
  fault: string | undefined;
  onChange: (access: AccessPolicy) => void;
};

/** The limits for guests and for users with an account. An empty field is no limit. */
export function AccessFields({ access, fault, onChange }: Props) {
  const t = useTranslations("studio");
  const number = (text: string) => (text.trim() === "" ? null : Number(text));
  const limit = (name: "guestMessages" | "trialMessages" | "trialDays", least: number) => (
    <Field
      label={t(`access.${name}`)}
      type="number"
      min={least}
      step={1}
      inputMode="numeric"
      value={access[name] ?? ""}
      onChange={(event) => onChange({ ...access, [name]: number(event.target.value) })}
      error={name === "guestMessages" ? fault : undefined}
    />
  );
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-2 font-semibold">{t("access.title")}</legend>
      <CheckField
        label={t("access.accounts")}
        hint={t("access.accountsHint")}
        checked={access.accounts}
        onChange={(event) => onChange({ ...access, accounts: event.target.checked })}
      />
      <div className="grid items-end gap-4 sm:grid-cols-3">
        {limit("guestMessages", 0)}
        {limit("trialMessages", 0)}
        {limit("trialDays", 1)}
      </div>
      <p className="text-small text-pretty text-ink-muted">{t("access.limitsHint")}</p>
    </fieldset>
  );
}
