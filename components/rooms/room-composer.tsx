"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, type RefObject, useId } from "react";
import { SendBox } from "#components/ui/send-box.tsx";
import { useGrowingBox } from "#components/ui/use-growing-box.ts";
import { useTouchKeyboard } from "#components/ui/use-touch-keyboard.ts";
import type { ROOM_MESSAGE_MAX_CHARS } from "#lib/rooms/schema.ts";
import { MentionList, mentionOptionId } from "./mention-list.tsx";
import { useMentions } from "./use-mentions.ts";

/** The type checks it against the server's limit; importing the value would pull its schemas in. */
const maxChars: typeof ROOM_MESSAGE_MAX_CHARS = 4_000;

type RoomComposerProps = {
  box: RefObject<HTMLTextAreaElement | null>;
  draft: string;
  names: readonly string[];
  /** Replaces the hint below the box. */
  note: string | null;
  onDraft: (draft: string) => void;
  onSend: () => void;
  /** Escape was pressed and closed nothing of the message box. */
  onEscape: () => void;
};

export function RoomComposer({ box, draft, names, note, onDraft, onSend, onEscape }: RoomComposerProps) {
  const t = useTranslations("rooms");
  const isTouch = useTouchKeyboard();
  const listId = useId();
  const mentions = useMentions(box, names, onDraft);
  const hasMatches = mentions.matches.length > 0;
  const excess = draft.length - maxChars;
  const canSend = draft.trim() !== "" && excess <= 0;

  useGrowingBox(box, draft);

  const send = () => {
    box.current?.focus();
    mentions.close();
    if (canSend) onSend();
  };
  const keyDown = (event: KeyboardEvent) => {
    // Some input methods send 229 while composing, without setting `isComposing`.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (mentions.onKeyDown(event)) return;
    if (event.key === "Escape") return onEscape();
    if (event.key !== "Enter" || event.shiftKey) return;
    if (isTouch && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className="composer relative"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {hasMatches && (
        <MentionList
          id={listId}
          names={mentions.matches}
          active={mentions.active}
          onChoose={mentions.choose}
        />
      )}
      <SendBox
        label={t("send")}
        canSend={canSend}
        problem={excess > 0 ? t("tooLong", { count: excess }) : null}
        note={
          note ? (
            <span className="truncate" role="status">
              {note}
            </span>
          ) : (
            <>
              <span className="hint-keys">{t("hint")}</span>
              <span className="hint-touch">{t("hintTouch")}</span>
            </>
          )
        }
      >
        <textarea
          ref={box}
          id="message"
          dir="auto"
          rows={1}
          value={draft}
          placeholder={t("placeholder")}
          aria-label={t("messageLabel")}
          aria-invalid={excess > 0 || undefined}
          aria-autocomplete="list"
          aria-controls={hasMatches ? listId : undefined}
          aria-activedescendant={hasMatches ? mentionOptionId(listId, mentions.active) : undefined}
          enterKeyHint={isTouch ? "enter" : "send"}
          onChange={(event) => onDraft(event.target.value)}
          onSelect={mentions.look}
          onKeyDown={keyDown}
          onBlur={mentions.close}
        />
      </SendBox>
    </form>
  );
}
