"use client";

import { ArrowDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { Fragment, type ReactNode, useMemo, useTransition } from "react";
import type { useStickToBottom } from "#components/chat/use-stick-to-bottom.ts";
import { Button } from "#components/ui/button.tsx";
import type { WireMessage } from "#lib/rooms/wire.ts";
import { HeldMessage } from "./held-message.tsx";
import { isContinued, isNewDay } from "./message-groups.ts";
import { DayLine, UnreadLine } from "./message-lines.tsx";
import { OwnMessage } from "./own-message.tsx";
import { countUnread } from "./read-up-to.ts";
import { type MessageHandlers, RoomMessage } from "./room-message.tsx";
import type { OwnMessage as Own, RoomState } from "./room-state.ts";
import { SeenNote } from "./seen-note.tsx";

/** Fewer messages are read sooner than their recap. */
const MUCH = 10;

type RoomMessagesProps = {
  state: RoomState;
  names: readonly string[];
  mayWrite: boolean;
  scroll: ReturnType<typeof useStickToBottom>;
  handlers: MessageHandlers;
  empty: ReactNode;
  /** Offered to a reader who missed much. */
  recap: ReactNode;
  onEnter: () => void;
  onLoadOlder: () => Promise<void>;
  onRetry: (id: string) => void;
  onEditOwn: (own: Own) => void;
  onDiscard: (id: string) => void;
  /** Removes an own message that waits for approval or was refused. */
  onWithdraw: (message: WireMessage) => void;
};

/** Names by id, as the same function until one of them changes. */
function useNameOf(participants: RoomState["participants"]) {
  const key = participants.map(({ id, name }) => `${id} ${name}`).join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the participants
  return useMemo(() => {
    const names = new Map(participants.map(({ id, name }) => [id, name]));
    return (id: string) => names.get(id) ?? null;
  }, [key]);
}

export function RoomMessages(props: RoomMessagesProps) {
  const { state, names, mayWrite, scroll, handlers, empty, onEnter, onLoadOlder } = props;
  const t = useTranslations("rooms");
  const [isLoading, startLoading] = useTransition();
  const { messages, own, self, line } = state;
  const unread = countUnread(state);
  const held = state.review.held.filter((one) => one.participant_id === self.id);
  const isEmpty = messages.length + own.length + held.length === 0 && state.connection.kind === "live";
  const nameOf = useNameOf(state.participants);
  const isAuthor = (id: string | undefined) =>
    id !== undefined && messages.some((one) => one.id === id && one.participant_id === self.id);
  const firstUnread = line === null ? -1 : messages.findIndex(({ offset }) => offset > line);
  const missed = messages.filter(
    ({ offset, participant_id }) => line !== null && offset > line && participant_id !== self.id,
  );
  const hasMissedMuch = missed.length >= MUCH;
  return (
    <div className="message-frame">
      <section
        ref={scroll.viewport}
        className="message-scroll"
        onPointerEnter={onEnter}
        onFocus={onEnter}
        aria-label={t("conversation")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable regions need keyboard focus
        tabIndex={0}
      >
        <div ref={scroll.content} className="message-column">
          {isEmpty && empty}
          {state.before && (
            <Button
              variant="ghost"
              className="self-center"
              disabled={isLoading}
              onClick={() => startLoading(onLoadOlder)}
            >
              {isLoading ? t("olderLoading") : t("older")}
            </Button>
          )}
          <ol className="messages">
            {messages.map((message, at) => {
              const previous = messages[at - 1];
              const isFirstUnread = at === firstUnread;
              const startsDay = isNewDay(previous, message);
              return (
                <Fragment key={message.id}>
                  {startsDay && <DayLine date={message.created_at} />}
                  {isFirstUnread && <UnreadLine offer={hasMissedMuch ? props.recap : null} />}
                  <RoomMessage
                    message={message}
                    self={self}
                    names={names}
                    nameOf={nameOf}
                    repliesToSelf={isAuthor(message.reply_to?.id)}
                    isContinued={!isFirstUnread && !startsDay && isContinued(previous, message)}
                    mayWrite={mayWrite}
                    handlers={handlers}
                  />
                </Fragment>
              );
            })}
            {own.length === 0 && <SeenNote state={state} />}
            {held.map((message) => (
              <HeldMessage key={message.id} message={message} onWithdraw={props.onWithdraw} />
            ))}
            {own.map((one) => (
              <OwnMessage
                key={one.id}
                own={one}
                onShow={handlers.onShow}
                onRetry={props.onRetry}
                onEdit={props.onEditOwn}
                onDiscard={props.onDiscard}
              />
            ))}
          </ol>
        </div>
      </section>
      {scroll.isAway && (
        <Button variant="plain" className="jump-button" onClick={scroll.jump}>
          <ArrowDown aria-hidden />
          {unread > 0 ? t("newMessages", { count: unread }) : t("jump")}
        </Button>
      )}
    </div>
  );
}
