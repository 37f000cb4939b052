"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ChangeEvent, type FormEvent, useRef, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { errorClass, hintClass, labelClass } from "#components/ui/control-class.ts";
import { CheckField, Field, FormError } from "#components/ui/field.tsx";
import { useHydrated } from "#components/ui/use-hydrated.ts";
import { useSubmit } from "#components/ui/use-submit.ts";
import { accentFaults } from "#lib/tenant/check-accent.ts";
import type { AccessPolicy } from "#lib/tenant/schema.ts";
import { AccessFields } from "./access-fields.tsx";

type Settings = {
  name: string;
  accent: string | null;
  logo: string | null;
  timeZone: string;
  requireSecondFactor: boolean;
  guestRooms: boolean;
  access: AccessPolicy;
};

const LOGO_MAX_BYTES = 100_000;
const STANDARD_ACCENT = "#0f6b66";

/** The name and appearance of a workspace. Shows the contrast of the accent color while it is chosen. */
export function SettingsForm({
  tenant,
  initial,
  isReadOnly,
}: {
  tenant: string;
  initial: Settings;
  isReadOnly: boolean;
}) {
  const t = useTranslations("studio");
  const form = useTranslations("form");
  const router = useRouter();
  const { isBusy, error, fields, run } = useSubmit();
  const [settings, setSettings] = useState(initial);
  const [logoFault, setLogoFault] = useState<string | null>(null);
  const isHydrated = useHydrated();
  const [isSaved, setSaved] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const change = (part: Partial<Settings>) => {
    setSaved(false);
    setSettings((all) => ({ ...all, ...part }));
  };
  const [fault] = settings.accent ? accentFaults(settings.accent) : [];

  const takeLogo = (event: ChangeEvent<HTMLInputElement>) => {
    const [picture] = event.target.files ?? [];
    event.target.value = "";
    if (!picture) return;
    const isFit =
      ["image/png", "image/jpeg", "image/webp"].includes(picture.type) && picture.size <= LOGO_MAX_BYTES;
    setLogoFault(isFit ? null : t("logoFault"));
    if (!isFit) return;
    const reader = new FileReader();
    reader.onload = () => change({ logo: String(reader.result) });
    reader.readAsDataURL(picture);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { name, ...rest } = settings;
    void run(async () => {
      await callApi(`/api/admin/${tenant}`, { method: "PATCH", body: { name, settings: rest } });
      setSaved(true);
      router.refresh();
    });
  };
  return (
    <form className="grid gap-4 max-w-md" method="post" onSubmit={submit}>
      <FormError>{error}</FormError>
      {isReadOnly && <p className="text-ink-muted">{t("settingsReadOnly")}</p>}
      <fieldset className="grid gap-4" disabled={isReadOnly}>
        <Field
          label={t("workspaceName")}
          name="name"
          value={settings.name}
          onChange={(event) => change({ name: event.target.value })}
          required
          maxLength={60}
          error={fields.name}
        />
        <div className="grid gap-1.5">
          <label htmlFor="accent" className={labelClass}>
            {t("accent")}
          </label>
          <div className="flex items-center gap-2">
            <input
              id="accent"
              type="color"
              className="h-10 w-12 cursor-pointer rounded-control border border-line-strong bg-raised p-1"
              value={settings.accent ?? STANDARD_ACCENT}
              onChange={(event) => change({ accent: event.target.value })}
              aria-describedby="accent-hint"
            />
            <code className="font-mono text-sm">{settings.accent ?? STANDARD_ACCENT}</code>
            {settings.accent && (
              <Button variant="ghost" onClick={() => change({ accent: null })}>
                {t("standard")}
              </Button>
            )}
          </div>
          <p id="accent-hint" className={fault ? errorClass : hintClass} aria-live="polite">
            {fault ?? t("accentHint")}
          </p>
        </div>
        <div className="grid gap-1.5">
          <span className={labelClass}>{t("logo")}</span>
          <div className="flex items-center gap-3">
            {settings.logo && (
              // biome-ignore lint/performance/noImgElement: a small data URL, already in the page
              <img
                src={settings.logo}
                alt={t("logo")}
                width={48}
                height={48}
                className="rounded-xl object-cover"
              />
            )}
            <Button onClick={() => file.current?.click()}>{t("choosePicture")}</Button>
            {settings.logo && (
              <Button variant="ghost" onClick={() => change({ logo: null })}>
                {t("remove")}
              </Button>
            )}
            <input
              ref={file}
              type="file"
              accept="image/png,image/jpeg,image/webp"
              className="sr-only"
              tabIndex={-1}
              aria-label={t("choosePicture")}
              onChange={takeLogo}
            />
          </div>
          <p className={logoFault ? errorClass : hintClass} aria-live="polite">
            {logoFault ?? t("logoHint")}
          </p>
        </div>
        <Field
          label={t("timeZone")}
          name="timeZone"
          list="time-zones"
          value={settings.timeZone}
          onChange={(event) => change({ timeZone: event.target.value })}
          hint={t("timeZoneHint")}
          error={fields["settings.timeZone"]}
          required
        />
        <datalist id="time-zones">
          {isHydrated && Intl.supportedValuesOf("timeZone").map((zone) => <option key={zone} value={zone} />)}
        </datalist>
        <CheckField
          label={t("requireSecondFactor")}
          name="requireSecondFactor"
          hint={t("requireSecondFactorHint")}
          checked={settings.requireSecondFactor}
          onChange={(event) => change({ requireSecondFactor: event.target.checked })}
          error={fields.requireSecondFactor}
        />
        <CheckField
          label={t("guestRooms")}
          name="guestRooms"
          hint={t("guestRoomsHint")}
          checked={settings.guestRooms}
          onChange={(event) => change({ guestRooms: event.target.checked })}
        />
        <AccessFields
          access={settings.access}
          fault={fields["settings.access.guestMessages"]}
          onChange={(access) => change({ access })}
        />
        {!isReadOnly && (
          <div className="flex items-center gap-3">
            <Button type="submit" variant="primary" disabled={isBusy || fault !== undefined}>
              {form("save")}
            </Button>
            <span role="status" className="text-sm text-ink-muted">
              {isSaved && form("saved")}
            </span>
          </div>
        )}
      </fieldset>
    </form>
  );
}
