"use client";

import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { Field } from "#components/ui/field.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { useFriendlyName } from "./use-friendly-name.ts";

type NameFieldProps = {
  label: string;
  hint?: string;
  name: string;
  error: string | undefined;
  onChange: (name: string) => void;
};

/** The name that others in the room see, with a button to suggest one. */
export function NameField({ label, hint, name, error, onChange }: NameFieldProps) {
  const t = useTranslations("rooms");
  const suggest = useFriendlyName();
  return (
    <div className="flex items-start gap-1.5">
      <Field
        className="min-w-0 flex-1"
        label={label}
        hint={hint}
        value={name}
        onChange={(event) => onChange(event.target.value)}
        onFocus={(event) => event.target.select()}
        required
        maxLength={40}
        autoComplete="nickname"
        error={error}
      />
      <IconButton
        className="mt-7"
        icon={RefreshCw}
        label={t("suggestName")}
        onClick={() => onChange(suggest())}
      />
    </div>
  );
}
