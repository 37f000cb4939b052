"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, type RefObject, useId } from "react";
import { SendBox } from "#components/ui/send-box.tsx";
import { useGrowingBox } from "#components/ui/use-growing-box.ts";
import { useTouchKeyboard } from "#components/ui/use-touch-keyboard.ts";
import type { ROOM_MESSAGE_MAX_CHARS } from "#lib/rooms/schema.ts";
import { AttachButton } from "./attach-button.tsx";
import { AttachmentList } from "./attachment-list.tsx";
import { MentionList, mentionOptionId } from "./mention-list.tsx";
import type { useAttachments } from "./use-attachments.ts";
import { useMentions } from "./use-mentions.ts";

/** The type checks it against the server's limit; importing the value would pull its schemas in. */
const maxChars: typeof ROOM_MESSAGE_MAX_CHARS = 4_000;

type RoomComposerProps = {
  box: RefObject<HTMLTextAreaElement | null>;
  draft: string;
  names: readonly string[];
  /** Replaces the hint below the box. */
  note: string | null;
  /** Seconds until slow mode lets the reader send; the draft stays. */
  wait: number;
  onDraft: (draft: string) => void;
  onSend: () => void;
  /** Null while the reader edits a message. */
  attachments: ReturnType<typeof useAttachments> | null;
  /** Escape was pressed and closed nothing of the message box. */
  onEscape: () => void;
};

export function RoomComposer(props: RoomComposerProps) {
  const { box, draft, names, note, wait, onDraft, onSend, attachments, onEscape } = props;
  const t = useTranslations("rooms");
  const isTouch = useTouchKeyboard();
  const listId = useId();
  const mentions = useMentions(box, names, onDraft);
  const hasMatches = mentions.matches.length > 0;
  const excess = draft.length - maxChars;
  const hasFiles = (attachments?.files.length ?? 0) > 0;
  const canSend = (draft.trim() !== "" || hasFiles) && !attachments?.isUploading && excess <= 0 && wait === 0;

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
      onDragOver={(event) => attachments && event.preventDefault()}
      onDrop={(event) => {
        if (!attachments || event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        attachments.add(event.dataTransfer.files);
      }}
    >
      {attachments && (
        <AttachmentList
          attachments={attachments.attachments}
          onRetry={attachments.retry}
          onRemove={attachments.remove}
        />
      )}
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
          wait > 0 && draft !== "" ? (
            <span>{t("slowWait", { count: wait })}</span>
          ) : note ? (
            <span className="block truncate" role="status">
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
        {attachments && <AttachButton isFull={attachments.isFull} onAdd={attachments.add} />}
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
          onPaste={(event) => {
            if (!attachments || event.clipboardData.files.length === 0) return;
            event.preventDefault();
            attachments.add(event.clipboardData.files);
          }}
          onBlur={mentions.close}
        />
      </SendBox>
    </form>
  );
}
