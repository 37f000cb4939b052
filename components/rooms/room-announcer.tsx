"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { RoomState } from "./room-state.ts";

/** Reads new messages of others to screen readers; answers of the chatbot once they are whole. */
export function RoomAnnouncer({ state }: { state: RoomState }) {
  const t = useTranslations("rooms");
  const [text, setText] = useState("");
  const spoken = useRef<{ ids: Set<string>; from: number } | null>(null);
  const { messages, self, cursor } = state;
  useEffect(() => {
    if (cursor === null) return;
    const whole = messages.filter(({ answer }) => answer?.state !== "running");
    const known = spoken.current;
    spoken.current = { ids: new Set(whole.map(({ id }) => id)), from: messages[0]?.offset ?? 0 };
    if (!known) return;
    const fresh = whole.filter(
      ({ id, offset, participant_id, deleted_at }) =>
        !known.ids.has(id) && offset >= known.from && participant_id !== self.id && !deleted_at,
    );
    const said = fresh.map(({ username, content }) =>
      t("said", { name: isolateText(username), text: plain(content) }),
    );
    if (said.length > 0) setText(said.join("\n"));
  }, [messages, cursor, self.id, t]);
  return (
    <div className="sr-only" role="log" aria-live="polite">
      {text}
    </div>
  );
}

/** Without citation marks and Markdown signs, which would be read aloud. */
const plain = (markdown: string) => markdown.replace(/\[\d{1,3}\]|[`*_#>|~]+/g, "").trim();
