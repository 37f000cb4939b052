"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Field, FormError, SelectField } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { languageName, textLanguages } from "#lib/core/text-languages.ts";
import type { Profile } from "#lib/people/schema.ts";

type Props = {
  handle: string;
  initial: Profile;
  /** The time zone names that the server knows. */
  zones: string[];
};

/** Birth data, time zone and language. Every field is optional; emptying it deletes the value. */
export function ProfileForm({ handle, initial, zones }: Props) {
  const t = useTranslations("people");
  const form = useTranslations("form");
  const { isBusy, error, fields, run } = useSubmit();
  const [isSaved, setSaved] = useState(false);
  const [hasPlace, setHasPlace] = useState(initial.birthPlace !== null);
  /** A place needs both its name and its coordinates, or neither. */
  const updateHasPlace = (form: HTMLFormElement) => {
    const values = new FormData(form);
    const parts = ["placeName", "latitude", "longitude", "placeZone"];
    setHasPlace(parts.some((name) => String(values.get(name) ?? "").trim() !== ""));
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = Object.fromEntries(
      [...new FormData(event.currentTarget)].map(([key, value]) => [key, String(value).trim()]),
    );
    const place = values.placeName
      ? {
          name: values.placeName,
          latitude: Number(values.latitude),
          longitude: Number(values.longitude),
          timeZone: values.placeZone || null,
        }
      : null;
    const profile: Profile = {
      birthDate: values.birthDate || null,
      birthTime: values.birthTime || null,
      birthPlace: place,
      timeZone: values.timeZone || null,
      language: (values.language || null) as Profile["language"],
    };
    void run(async () => {
      setSaved(false);
      await callApi("/api/me/profile", { method: "PUT", body: { chatbot: handle, profile } });
      setSaved(true);
    });
  };
  return (
    <form
      className="grid gap-4"
      method="post"
      onSubmit={submit}
      onChange={(event) => {
        setSaved(false);
        updateHasPlace(event.currentTarget);
      }}
    >
      <FormError>{error}</FormError>
      <p className="text-ink-muted">{t("profileLead")}</p>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t("birthDate")}
          name="birthDate"
          type="date"
          min="1900-01-01"
          defaultValue={initial.birthDate ?? ""}
          error={fields["profile.birthDate"]}
        />
        <Field
          label={t("birthTime")}
          name="birthTime"
          type="time"
          defaultValue={initial.birthTime ?? ""}
          hint={t("birthTimeHint")}
          error={fields["profile.birthTime"]}
        />
      </div>
      <Field
        label={t("birthPlace")}
        name="placeName"
        maxLength={120}
        defaultValue={initial.birthPlace?.name ?? ""}
        required={hasPlace}
        error={fields["profile.birthPlace.name"]}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t("latitude")}
          name="latitude"
          type="number"
          step="any"
          min={-90}
          max={90}
          required={hasPlace}
          hint={t("latitudeHint")}
          defaultValue={initial.birthPlace?.latitude ?? ""}
          error={fields["profile.birthPlace.latitude"]}
        />
        <Field
          label={t("longitude")}
          name="longitude"
          type="number"
          step="any"
          min={-180}
          max={180}
          required={hasPlace}
          hint={t("longitudeHint")}
          defaultValue={initial.birthPlace?.longitude ?? ""}
          error={fields["profile.birthPlace.longitude"]}
        />
      </div>
      <Field
        label={t("placeZone")}
        name="placeZone"
        list="time-zones"
        maxLength={60}
        defaultValue={initial.birthPlace?.timeZone ?? ""}
        hint={t("placeZoneHint")}
        error={fields["profile.birthPlace.timeZone"]}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t("timeZone")}
          name="timeZone"
          list="time-zones"
          maxLength={60}
          defaultValue={initial.timeZone ?? ""}
          hint={t("timeZoneHint")}
          error={fields["profile.timeZone"]}
        />
        <SelectField
          label={t("language")}
          name="language"
          defaultValue={initial.language ?? ""}
          hint={t("languageHint")}
        >
          <option value="">{t("languageOfChatbot")}</option>
          {textLanguages
            .filter((language) => language !== "simple")
            .map((language) => (
              <option key={language} value={language}>
                {languageName(language)}
              </option>
            ))}
        </SelectField>
      </div>
      <datalist id="time-zones">
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <div className="flex items-center gap-3">
        <Button type="submit" variant="primary" disabled={isBusy}>
          {form("save")}
        </Button>
        <span role="status" className="text-sm text-ink-muted">
          {isSaved && form("saved")}
        </span>
      </div>
    </form>
  );
}
