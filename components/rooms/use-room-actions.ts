import { useTranslations } from "next-intl";
import { useCallback, useEffect, useState } from "react";
import { ApiError } from "#components/ui/api.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { ReportMessageRequest, UpdateParticipantRequest } from "#lib/rooms/schema.ts";
import type { WireMessage, WireParticipant, WireRoom } from "#lib/rooms/wire.ts";
import type { RoomApi } from "./room-api.ts";
import type { RoomAction } from "./room-state.ts";

/** Changes that a host makes to the room itself. */
export type RoomChange = Partial<
  Pick<
    WireRoom,
    "title" | "state" | "slow_seconds" | "bot_manner" | "code_hidden" | "access" | "hold" | "lobby"
  >
>;

/** A short message about what was done, with the entry of the moderation log that undoes it. */
type Notice = { text: string; undo: string | null };

const NOTICE_MS = 6_000;
const done = {
  mute: "muted",
  unmute: "unmuted",
  remove: "removed",
  ban: "banned",
  unban: "unbanned",
  admit: "admitted",
  refuse: "refused",
  hand_over: "handedOver",
  rename: "renamed",
  role: "role",
} as const;

/** Moderation, settings, edits and deletions, each with a short notice of the result. */
export function useRoomActions(api: RoomApi, dispatch: (action: RoomAction) => void) {
  const t = useTranslations("rooms");
  const [notice, setNotice] = useState<Notice | null>(null);
  useEffect(() => {
    if (notice === null) return;
    const timer = setTimeout(() => setNotice(null), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [notice]);

  const run = useCallback(
    async (work: () => Promise<string | Notice | null>): Promise<boolean> => {
      try {
        const said = await work();
        setNotice(typeof said === "string" ? { text: said, undo: null } : said);
        return true;
      } catch (error) {
        const reason = error instanceof ApiError ? error.message : t("unreachable");
        setNotice({ text: t("actionFailed", { reason }), undo: null });
        return false;
      }
    },
    [t],
  );
  /** Shown at once, and reverted if the server refuses. */
  const react = useCallback(
    (message: WireMessage, emoji: string, on: boolean) =>
      run(async () => {
        dispatch({ type: "reacted", messageId: message.id, emoji, on });
        await api.react(message.id, { emoji, on }).catch((error: unknown) => {
          dispatch({ type: "reacted", messageId: message.id, emoji, on: !on });
          throw error;
        });
        return null;
      }),
    [run, api, dispatch],
  );
  const stop = useCallback(
    (message: WireMessage) =>
      run(async () => {
        await api.stop(message.id);
        return null;
      }),
    [run, api],
  );
  return {
    notice,
    react,
    stop,
    moderate: (person: WireParticipant, body: UpdateParticipantRequest) =>
      run(async () => {
        const participant = await api.moderate(person.id, body);
        dispatch({ type: "participant-changed", participant });
        const text = t(`done.${done[body.action]}`, { name: isolateText(person.name) });
        return { text, undo: participant.undo };
      }),
    /** Shown at once, and reverted if the server refuses. */
    change: (room: WireRoom, change: RoomChange) =>
      run(async () => {
        dispatch({ type: "room-changed", room: { ...room, ...change } });
        const changed = await api.change(change).catch((error: unknown) => {
          dispatch({ type: "room-changed", room });
          throw error;
        });
        dispatch({ type: "room-changed", room: changed.room });
        return { text: t("done.changed"), undo: changed.undo };
      }),
    undo: (entry: string) =>
      run(async () => {
        await api.undo(entry);
        return t("done.undone");
      }),
    decideHeld: (id: string, decision: "approve" | "refuse") =>
      run(async () => {
        const { undo } = await api.decideHeld(id, decision);
        return decision === "refuse" ? { text: t("done.messageRefused"), undo } : null;
      }),
    decideReport: (id: string, state: "resolved" | "dismissed") =>
      run(async () => {
        const { undo } = await api.decideReport(id, state);
        return { text: t(`done.${state}`), undo };
      }),
    report: (body: ReportMessageRequest) =>
      run(async () => {
        await api.report(body);
        return t("done.reported");
      }),
    edit: (message: WireMessage, content: string) =>
      run(async () => {
        await api.edit(message.id, content);
        return null;
      }),
    remove: (message: Pick<WireMessage, "id">) =>
      run(async () => {
        await api.remove(message.id);
        return t("done.deleted");
      }),
    leave: () =>
      run(async () => {
        await api.leave();
        dispatch({ type: "ended", reason: "left" });
        return null;
      }),
  };
}
