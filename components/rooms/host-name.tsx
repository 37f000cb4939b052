"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { NameField } from "./name-field.tsx";
import { useFriendlyName } from "./use-friendly-name.ts";

type HostNameProps = {
  name: string;
  isGuest: boolean;
  error: string | undefined;
  onChange: (part: { name: string }) => void;
};

/** The name of the host in the room. A guest starts with a suggested one. */
export function HostName({ name, isGuest, error, onChange }: HostNameProps) {
  const t = useTranslations("rooms");
  const suggest = useFriendlyName();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, in the browser, since the name is random
  useEffect(() => {
    if (isGuest) onChange({ name: suggest() });
  }, []);
  return (
    <NameField
      label={t("yourName")}
      hint={t("yourNameHint")}
      name={name}
      error={error}
      onChange={(next) => onChange({ name: next })}
    />
  );
}
