"use client";

import { useTranslations } from "next-intl";
import { memo } from "react";
import { FailureBoundary } from "#components/ui/failure-boundary.tsx";
import type { Citation } from "#lib/conversation/schema.ts";
import { isModerator } from "#lib/rooms/participants/rank.ts";
import type { WireMessage, WireParticipant } from "#lib/rooms/wire.ts";
import { MessageFiles } from "./message-files.tsx";
import { MessageHead } from "./message-head.tsx";
import { MessageMenu } from "./message-menu.tsx";
import { Quote } from "./quote.tsx";
import { ReactionRow } from "./reaction-row.tsx";
import { RoomAnswer } from "./room-answer.tsx";
import { RoomText } from "./room-text.tsx";
import { TipLine } from "./tip-line.tsx";

export type MessageHandlers = {
  onReply: (message: WireMessage) => void;
  onEdit: (message: WireMessage) => void;
  onDelete: (message: WireMessage) => void;
  onReport: (message: WireMessage) => void;
  onReact: (message: WireMessage, emoji: string, on: boolean) => void;
  onStop: (message: WireMessage) => void;
  /** Pins a message for a price; null where that is not offered. */
  onPin: { label: string; pin: (message: WireMessage) => void } | null;
  onShow: (messageId: string) => void;
  onOpenCitation: (messageId: string, citation: Citation, answer: string) => void;
};

type RoomMessageProps = {
  message: WireMessage;
  self: WireParticipant;
  /** Names that can be mentioned. */
  names: readonly string[];
  /** Follows shortly after a message of the same author, so the name is not repeated. */
  isContinued: boolean;
  nameOf: (participantId: string) => string | null;
  /** The author of the message that this one replies to is the reader. */
  repliesToSelf: boolean;
  mayWrite: boolean;
  handlers: MessageHandlers;
};

export const RoomMessage = memo(function RoomMessage(props: RoomMessageProps) {
  const { message, self, names, isContinued, nameOf, repliesToSelf, mayWrite, handlers } = props;
  const t = useTranslations("rooms");
  const isOwn = message.participant_id === self.id;
  const isDeleted = message.deleted_at !== null;
  return (
    <li
      id={message.id}
      tabIndex={-1}
      data-own={isOwn || undefined}
      className={`group/message relative flex min-w-0 flex-col rounded-lg outline-offset-4 ${isContinued ? "-mt-4" : ""} ${isOwn ? "items-end" : "items-start"}`}
    >
      <MessageHead message={message} isOwn={isOwn} isContinued={isContinued} />
      {message.reply_to && <Quote quoted={message.reply_to} onShow={handlers.onShow} />}
      {isDeleted ? (
        <p className="text-small text-ink-muted italic">{t("deletedMessage")}</p>
      ) : message.tip ? (
        <TipLine message={message} tip={message.tip} />
      ) : message.answer ? (
        <FailureBoundary fallback={<p className="message-broken">{message.content}</p>}>
          <RoomAnswer
            message={message}
            onOpenCitation={handlers.onOpenCitation}
            onStop={repliesToSelf || isModerator(self.role) ? handlers.onStop : null}
          />
        </FailureBoundary>
      ) : (
        message.content !== "" && (
          <p className={isOwn ? "bubble" : "max-w-full whitespace-pre-wrap wrap-anywhere"} dir="auto">
            <RoomText text={message.content} names={names} self={self.name} />
          </p>
        )
      )}
      <MessageFiles message={message} />
      <ReactionRow
        message={message}
        self={self}
        nameOf={nameOf}
        onReact={mayWrite ? (emoji, on) => handlers.onReact(message, emoji, on) : null}
      />
      {!isDeleted && message.answer?.state !== "running" && (
        <MessageMenu message={message} self={self} mayWrite={mayWrite} handlers={handlers} />
      )}
    </li>
  );
});
