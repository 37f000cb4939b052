"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { WireParticipant } from "#lib/rooms/wire.ts";
import type { RoomApi } from "./room-api.ts";

/** What a person was called before, for moderators. Nothing if they never changed their name. */
export function FormerNames({ api, person }: { api: RoomApi; person: WireParticipant }) {
  const t = useTranslations("rooms");
  const format = useFormatter();
  const [names, setNames] = useState<string[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the history changes with the name
  useEffect(() => {
    let isCurrent = true;
    api.history(person.id).then(
      ({ former_names }) => isCurrent && setNames(former_names.map(({ name }) => name)),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [api, person.id, person.name]);
  if (names.length === 0) return null;
  return (
    <p className="text-note text-ink-muted wrap-anywhere">
      {t("formerNames", { names: format.list(names, { type: "conjunction" }) })}
    </p>
  );
}
