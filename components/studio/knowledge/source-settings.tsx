"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Field } from "#components/ui/field.tsx";
import type { SourceChanges, SourceOverview } from "#lib/knowledge/schema.ts";
import { isWebKind } from "#lib/knowledge/sources/source-kinds.ts";
import { ScheduleField } from "./schedule-field.tsx";
import { useKnowledge } from "./use-knowledge.ts";

type Settings = Pick<SourceOverview, "name" | "syncMinutes" | "settings">;

/** The settings of a source, saved on change with time to undo. */
export function SourceSettings({ source }: { source: SourceOverview }) {
  const t = useTranslations("studioKnowledge");
  const form = useTranslations("form");
  const { api, showNote } = useKnowledge();
  const [saved, setSaved] = useState<Settings>(source);
  const lastRequest = useRef(0);
  const save = (next: Settings, isUndo = false) => {
    const before = saved;
    lastRequest.current += 1;
    const request = lastRequest.current;
    setSaved(next);
    const { name, syncMinutes, settings } = next;
    const body: SourceChanges = isWebKind(source.kind) ? { name, syncMinutes, settings } : { name };
    callApi(`${api}/sources/${source.id}`, { method: "PATCH", body }).then(
      () =>
        showNote({
          text: t("changed"),
          ...(!isUndo && { action: { label: form("undo"), run: () => save(before, true) } }),
        }),
      (error: Error) => {
        if (request === lastRequest.current) setSaved(before);
        showNote({ text: error.message });
      },
    );
  };
  const number = (
    name: "maxPages" | "maxDepth",
    label: string,
    [min, max]: [number, number],
    usual: string,
  ) => (
    <Field
      key={`${name} ${saved.settings[name]}`}
      label={label}
      type="number"
      min={min}
      max={max}
      placeholder={usual}
      defaultValue={saved.settings[name]}
      onBlur={({ target }) => {
        const value = target.value === "" ? undefined : target.valueAsNumber;
        if (value === saved.settings[name] || !target.reportValidity()) return;
        const { [name]: _, ...others } = saved.settings;
        save({ ...saved, settings: value === undefined ? others : { ...others, [name]: value } });
      }}
    />
  );
  return (
    <div className="grid gap-4">
      <Field
        key={saved.name}
        label={t("nameLabel")}
        defaultValue={saved.name}
        maxLength={200}
        onBlur={({ target }) => {
          const name = target.value.trim();
          if (name && name !== saved.name) save({ ...saved, name });
          else target.value = saved.name;
        }}
      />
      {isWebKind(source.kind) && (
        <ScheduleField
          value={saved.syncMinutes}
          onChange={(syncMinutes) => save({ ...saved, syncMinutes })}
        />
      )}
      {(source.kind === "site" || source.kind === "sitemap") &&
        number("maxPages", t("maxPages"), [1, 2_000], "200")}
      {source.kind === "site" && number("maxDepth", t("maxDepth"), [0, 10], "3")}
    </div>
  );
}
