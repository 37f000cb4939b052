"use client";

import { useTranslations } from "next-intl";
import { useCallback, useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { UpdateParticipantRequest } from "#lib/rooms/schema.ts";
import type { WireBan, WireModeration, WireParticipant } from "#lib/rooms/wire.ts";
import type { RoomApi } from "./room-api.ts";
import { useLocalTime } from "./use-local-time.ts";

type ModerationSectionProps = {
  api: RoomApi;
  onModerate: (person: WireParticipant, action: UpdateParticipantRequest) => Promise<boolean>;
  onUndo: (entry: string) => Promise<boolean>;
};

type Loaded = { bans: WireBan[]; entries: WireModeration[]; cursor: string | null };

/** Bans in force and what moderators did, loaded when it is opened. */
export function ModerationSection({ api, onModerate, onUndo }: ModerationSectionProps) {
  const t = useTranslations("rooms");
  const [isOpen, setOpen] = useState(false);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [isFailed, setFailed] = useState(false);
  const load = useCallback(async () => {
    try {
      const [{ bans }, page] = await Promise.all([api.bans(), api.moderation(null)]);
      setLoaded({ bans, ...page });
      setFailed(false);
    } catch {
      setFailed(true);
    }
  }, [api]);
  useEffect(() => {
    if (isOpen) void load();
  }, [isOpen, load]);
  const older = async () => {
    const page = await api.moderation(loaded?.cursor ?? null).catch(() => null);
    if (page && loaded) setLoaded({ ...loaded, ...page, entries: [...loaded.entries, ...page.entries] });
  };
  return (
    <details className="group" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer text-small font-semibold">{t("moderation.title")}</summary>
      <div className="grid gap-4 pt-3">
        {isFailed && <p className="text-small text-danger">{t("unreachable")}</p>}
        {loaded && loaded.bans.length > 0 && (
          <ul className="grid gap-1.5" aria-label={t("moderation.bans")}>
            {loaded.bans.map(({ participant }) => (
              <li key={participant.id} className="flex items-center gap-2 text-small">
                <span className="min-w-0 flex-1 truncate">
                  {t("moderation.banned", { name: isolateText(participant.name) })}
                </span>
                <Button
                  variant="link"
                  onClick={() => void onModerate(participant, { action: "unban" }).then(load)}
                >
                  {t("unban")}
                </Button>
              </li>
            ))}
          </ul>
        )}
        {loaded && <Entries entries={loaded.entries} onUndo={(entry) => void onUndo(entry).then(load)} />}
        {loaded?.cursor && (
          <Button variant="ghost" className="justify-self-start" onClick={() => void older()}>
            {t("moderation.older")}
          </Button>
        )}
      </div>
    </details>
  );
}

function Entries({ entries, onUndo }: { entries: WireModeration[]; onUndo: (entry: string) => void }) {
  const t = useTranslations("rooms");
  const time = useLocalTime();
  if (entries.length === 0) return <p className="text-small text-ink-muted">{t("moderation.empty")}</p>;
  return (
    <ol className="grid gap-2.5">
      {entries.map((entry) => (
        <li key={entry.id} className="text-small">
          <p className={`wrap-anywhere ${entry.is_undone ? "text-ink-muted line-through" : ""}`}>
            {t(`moderation.acts.${entry.action}`, {
              actor: entry.actor === null ? t("moderation.workspace") : isolateText(entry.actor),
              target: isolateText(entry.target ?? ""),
              minutes: entry.minutes ?? 0,
            })}
          </p>
          <p className="flex gap-3 text-note text-ink-muted">
            <time dateTime={entry.created_at}>{time(entry.created_at)}</time>
            {entry.is_undone && <span>{t("moderation.undone")}</span>}
            {entry.can_undo && (
              <Button variant="link" onClick={() => onUndo(entry.id)}>
                {t("undo")}
              </Button>
            )}
          </p>
        </li>
      ))}
    </ol>
  );
}
