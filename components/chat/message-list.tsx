"use client";

import { ArrowDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import type { Citation } from "#lib/conversation/schema.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { ConversationState } from "./conversation-state.ts";
import { MessageItem } from "./message-item.tsx";
import { Thinking } from "./thinking.tsx";
import type { RateAnswer } from "./use-feedback.ts";
import type { useStickToBottom } from "./use-stick-to-bottom.ts";

type MessageListProps = {
  state: ConversationState;
  name: string;
  hasKnowledge: boolean;
  scroll: ReturnType<typeof useStickToBottom>;
  empty: ReactNode;
  /** The pointer or focus is within the messages: time to preload the citation view. */
  onEnter: () => void;
  onLoadOlder: () => Promise<void>;
  onRegenerate: (messageId: string) => void;
  onAsk: (question: string) => void;
  onRate: RateAnswer;
  onReconnect: () => void;
  onOpenCitation: (messageId: string, citation: Citation, answer: string) => void;
};

export function MessageList(props: MessageListProps) {
  const {
    state,
    name,
    hasKnowledge,
    scroll,
    empty,
    onEnter,
    onLoadOlder,
    onRegenerate,
    onAsk,
    onRate,
    onReconnect,
    onOpenCitation,
  } = props;
  const t = useTranslations("chat");
  const [isLoading, startLoading] = useTransition();
  const { messages, turn, handling } = state;
  const last = messages.at(-1);
  const isIdle = turn.kind === "idle";

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
          {messages.length === 0 && isIdle && empty}
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
            {messages.map((message) => (
              <MessageItem
                key={message.key}
                message={message}
                name={name}
                hasKnowledge={hasKnowledge}
                onRegenerate={
                  isIdle && !handling && !message.author && message === last ? onRegenerate : null
                }
                onAsk={isIdle && message === last && message.grounding === "declined" ? onAsk : null}
                onRate={onRate}
                onOpenCitation={onOpenCitation}
              />
            ))}
          </ol>
          <TurnProgress state={state} onReconnect={onReconnect} />
          {handling && (
            <p className="turn-status" role="status">
              {t("handled", { name: isolateText(handling.name ?? t("teamMember")) })}
            </p>
          )}
          {isIdle && !handling && last?.role === "user" && (
            <p className="turn-status">
              {t("unanswered")}
              <Button variant="link" onClick={() => onRegenerate(last.id)}>
                {t("retry")}
              </Button>
            </p>
          )}
        </div>
      </section>
      {scroll.isAway && (
        <Button variant="plain" className="jump-button" onClick={scroll.jump}>
          <ArrowDown aria-hidden />
          {t("jump")}
        </Button>
      )}
    </div>
  );
}

function TurnProgress({ state, onReconnect }: { state: ConversationState; onReconnect: () => void }) {
  const t = useTranslations("chat");
  switch (state.turn.kind) {
    case "sending":
      if (state.isStopping) return <Thinking label={t("stopping")} />;
      return <Thinking label={state.turn.isWaiting ? t("busy") : t("thinking")} />;
    case "reconnecting":
      if (state.turn.attempt > 0) return <Thinking label={t("reconnecting")} />;
      return state.messages.at(-1)?.role === "user" ? <Thinking label={t("thinking")} /> : null;
    case "lost":
      return (
        <p className="turn-status" role="status">
          {t("lost")}
          <Button variant="link" onClick={onReconnect}>
            {t("reconnect")}
          </Button>
        </p>
      );
    default:
      return null;
  }
}
