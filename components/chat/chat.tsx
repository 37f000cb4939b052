"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { AccountLink } from "#components/people/account-link.tsx";
import { EntitlementBar } from "#components/people/entitlement-bar.tsx";
import { DisabledUntilHydrated } from "#components/ui/disabled-until-hydrated.tsx";
import { FailureBoundary } from "#components/ui/failure-boundary.tsx";
import { SkipLink } from "#components/ui/skip-link.tsx";
import { Toast } from "#components/ui/toast.tsx";
import { useKeyboardInset } from "#components/ui/use-keyboard-inset.ts";
import type { OwnEntitlement } from "#lib/people/schema.ts";
import { CitationDrawer, preloadCitationView } from "../citations/citation-drawer.tsx";
import { Announcer } from "./announcer.tsx";
import { preloadAnswerText } from "./answer-text.tsx";
import { ChatHeader } from "./chat-header.tsx";
import { Composer } from "./composer.tsx";
import { ConversationNav } from "./conversation-nav.tsx";
import { EmptyState } from "./empty-state.tsx";
import { MessageList } from "./message-list.tsx";
import { ModelNote } from "./model-note.tsx";
import { NavDrawer } from "./nav-drawer.tsx";
import { NoticeBar } from "./notice-bar.tsx";
import { ShortcutList } from "./shortcut-list.tsx";
import { storeDraft } from "./stored-draft.ts";
import { type ChatInput, useChat } from "./use-chat.ts";
import { useEntitlement } from "./use-entitlement.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import { useStickToBottom } from "./use-stick-to-bottom.ts";

type ChatProps = ChatInput & {
  embedded?: boolean;
  /** The workspace's logo as a data URL. */
  logo?: string | null;
  /** The user's entitlement; null where the workspace does not limit use. */
  ownEntitlement?: OwnEntitlement | null;
  /** The moon's current elongation east of the sun, in degrees, where the page shows it. */
  moon?: number | null;
};

export function Chat({
  embedded: isEmbedded = false,
  logo = null,
  ownEntitlement: initialEntitlement = null,
  moon = null,
  ...input
}: ChatProps) {
  const t = useTranslations("chat");
  const lists = useTranslations("list");
  const { chatbot, now } = input;
  const chat = useChat(input, isEmbedded);
  const { conversation, list } = chat;
  const { state, isAnswering } = conversation;
  const ownEntitlement = useEntitlement(chat.api, initialEntitlement, isAnswering, state.notice);
  const standing = ownEntitlement?.entitlement?.kind;
  const isRefused = standing === "expired" || standing === "suspended";
  // The line about the entitlement says why and what to do; to retry could not succeed.
  const shownNotice = isRefused && state.notice?.action === "send" ? null : state.notice;
  /** Restores the unsent question after the user has signed in. */
  const leave = () => storeDraft(chatbot.handle, chat.draft);
  const [isDrawerOpen, setIsDrawerOpen] = useState(false);
  const [isListing, setListing] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const menu = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const scroll = useStickToBottom(state.messages[0]?.key);
  useKeyboardInset(!isEmbedded);

  const focusBox = () => box.current?.focus();
  const isNew = state.messages.length === 0;
  const { id, messages } = state;
  const isStored = id !== null && messages.some(({ role }) => role === "assistant");
  const exportUrl = isStored ? (format: "md" | "json") => chat.api.exportUrl(id, format) : null;
  useEffect(() => {
    if (!isEmbedded && isNew && matchMedia("(hover: hover)").matches) box.current?.focus();
  }, [isEmbedded, isNew]);

  const startNew = () => {
    setIsDrawerOpen(false);
    chat.startNew();
    focusBox();
  };
  const ask = (question: string) => {
    preloadAnswerText();
    chat.ask(question);
    scroll.jump();
    focusBox();
  };
  const askStarter = (question: string) => {
    chat.api.note("starter_used", { number: chatbot.starters.indexOf(question) + 1 });
    ask(question);
  };
  useShortcuts({
    scope: isEmbedded ? root : null,
    onNew: startNew,
    onFocus: focusBox,
    onList: isEmbedded ? null : () => setListing(true),
    onEscape: () => {
      if (chat.citation) chat.closeCitation();
      else if (isAnswering) conversation.stop();
      else return false;
      return true;
    },
  });

  const nav = (
    <ConversationNav
      name={chatbot.name}
      logo={logo}
      list={list}
      now={now}
      currentId={chat.openingId ?? state.id}
      addressOf={chat.addressOf}
      account={
        ownEntitlement && (
          <AccountLink ownEntitlement={ownEntitlement} handle={chatbot.handle} onLeave={leave} />
        )
      }
      onNew={startNew}
      onOpen={(id) => {
        setIsDrawerOpen(false);
        void chat.open(id);
      }}
      onRename={chat.rename}
      onDelete={chat.remove}
    />
  );
  const Main = isEmbedded ? "section" : "main";
  return (
    <div className="chat" data-embedded={isEmbedded || undefined} data-look={chatbot.look} ref={root}>
      {!isEmbedded && <SkipLink href="#message">{t("skip")}</SkipLink>}
      {!isEmbedded && (
        <div className="sidebar">
          <DisabledUntilHydrated>{nav}</DisabledUntilHydrated>
        </div>
      )}
      <Main className="chat-main" aria-label={isEmbedded ? chatbot.name : undefined}>
        <DisabledUntilHydrated>
          <ChatHeader
            title={isEmbedded ? chatbot.name : state.title || chatbot.name}
            isEmbedded={isEmbedded}
            menu={menu}
            onList={() => setListing(true)}
            onMenu={() => setIsDrawerOpen(true)}
            onNew={isNew ? null : startNew}
            exportUrl={exportUrl}
          />
          <MessageList
            state={state}
            name={chatbot.name}
            hasKnowledge={chatbot.hasKnowledge}
            scroll={scroll}
            empty={
              chat.openingId ? null : (
                <EmptyState chatbot={chatbot} logo={logo} moon={moon} onAsk={askStarter} />
              )
            }
            onEnter={preloadCitationView}
            onLoadOlder={conversation.loadOlder}
            onRegenerate={conversation.regenerate}
            onReconnect={conversation.reconnect}
            onAsk={ask}
            onRate={conversation.rate}
            onOpenCitation={chat.openCitation}
          />
        </DisabledUntilHydrated>
        {chat.openingId && (
          <p className="opening" role="status">
            {t("opening")}
          </p>
        )}
        <div className="chat-foot">
          {shownNotice && (
            <NoticeBar
              notice={shownNotice}
              onRetry={shownNotice.action === "send" ? chat.retry : null}
              onDismiss={conversation.dismiss}
            />
          )}
          {ownEntitlement && (
            <EntitlementBar ownEntitlement={ownEntitlement} handle={chatbot.handle} onLeave={leave} />
          )}
          <Composer
            box={box}
            name={chatbot.name}
            draft={chat.draft}
            isAnswering={isAnswering}
            isStopping={state.isStopping}
            note={<ModelNote model={state.messages.findLast(({ turn }) => turn)?.turn?.model} />}
            onDraft={(draft) => {
              preloadAnswerText();
              chat.setDraft(draft);
            }}
            onSend={() => ask(chat.draft)}
            onRecall={() => {
              const asked = state.messages.findLast(({ role }) => role === "user")?.text;
              if (asked) chat.setDraft(asked);
            }}
            onStop={conversation.stop}
            onFocus={() => chat.api.ensureVisitor().catch(() => {})}
          />
        </div>
      </Main>
      <CitationDrawer
        api={chat.api}
        citation={chat.citation}
        isEmbedded={isEmbedded}
        returnFocus={chat.opener}
        onClose={chat.closeCitation}
      />
      {!isEmbedded && (
        <NavDrawer
          isOpen={isDrawerOpen}
          label={lists("label")}
          returnFocus={menu}
          onClose={() => setIsDrawerOpen(false)}
        >
          {nav}
        </NavDrawer>
      )}
      <ShortcutList isOpen={isListing} onClose={() => setListing(false)} />
      {list.deleted && (
        <Toast
          text={lists("deleted", { title: list.deleted.title || lists("untitled") })}
          action={{ label: lists("undo"), run: list.undo }}
        />
      )}
      <FailureBoundary fallback={null}>
        <Announcer state={state} name={chatbot.name} />
      </FailureBoundary>
    </div>
  );
}
