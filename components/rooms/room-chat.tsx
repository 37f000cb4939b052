"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useMemo, useRef, useState } from "react";
import { useStickToBottom } from "#components/chat/use-stick-to-bottom.ts";
import { CitationDrawer, preloadCitationView } from "#components/citations/citation-drawer.tsx";
import type { OpenCitation } from "#components/citations/citation-panel.tsx";
import { SkipLink } from "#components/ui/skip-link.tsx";
import { Toast } from "#components/ui/toast.tsx";
import { useKeyboardInset } from "#components/ui/use-keyboard-inset.ts";
import { usePageTitle } from "#components/ui/use-page-title.ts";
import { countUnread } from "./read-up-to.ts";
import { RecapButton } from "./recap-button.tsx";
import { ReviewBar } from "./review-bar.tsx";
import { RoomAnnouncer } from "./room-announcer.tsx";
import type { RoomApi } from "./room-api.ts";
import { RoomComposer } from "./room-composer.tsx";
import { RoomEmpty } from "./room-empty.tsx";
import { RoomHeader } from "./room-header.tsx";
import type { MessageHandlers } from "./room-message.tsx";
import { RoomMessages } from "./room-messages.tsx";
import { RoomNotes } from "./room-notes.tsx";
import { RoomPanel } from "./room-panel.tsx";
import type { RoomAction, RoomState } from "./room-state.ts";
import { useAttachments } from "./use-attachments.ts";
import { useConfirmation } from "./use-confirmation.ts";
import { useMoney } from "./use-money.ts";
import { useOlderMessages } from "./use-older-messages.ts";
import { usePayments } from "./use-payments.ts";
import { useReportRead } from "./use-report-read.ts";
import { useReportWatching } from "./use-report-watching.ts";
import { useReview } from "./use-review.ts";
import { useRoomActions } from "./use-room-actions.ts";
import { useSlowMode } from "./use-slow-mode.ts";
import { useAnnounceTyping, useTypingOver } from "./use-typing.ts";
import { useTypingNote } from "./use-typing-note.ts";
import { useWriting } from "./use-writing.ts";
import { useWriteRefusal, WriteNote } from "./write-note.tsx";
import { WritingBar } from "./writing-bar.tsx";

const RoomConfirm = dynamic(() => import("./room-confirm.tsx").then((module) => module.RoomConfirm));
const ReportDialog = dynamic(() => import("./report-dialog.tsx").then((module) => module.ReportDialog));
const PanelSheet = dynamic(() => import("./panel-sheet.tsx").then((module) => module.PanelSheet));

type RoomChatProps = {
  api: RoomApi;
  link: string;
  hasPayments: boolean;
  state: RoomState;
  dispatch: (action: RoomAction) => void;
};

export function RoomChat({ api, link, hasPayments, state, dispatch }: RoomChatProps) {
  const t = useTranslations("rooms");
  const { room, self, messages, participants } = state;
  const [citation, setCitation] = useState<OpenCitation | null>(null);
  const [isPanelOpen, setPanelOpen] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const panelButton = useRef<HTMLButtonElement>(null);
  const opener = useRef<HTMLElement>(null);
  const scroll = useStickToBottom(messages[0]?.id);
  const actions = useRoomActions(api, dispatch);
  const { asking, ask, confirm } = useConfirmation(actions, room);
  const refusal = useWriteRefusal(state);
  const older = useOlderMessages(api, state.before, dispatch);
  const unread = countUnread(state);
  const attachments = useAttachments(api);
  const compose = useWriting({
    code: room.code,
    box,
    dispatch,
    onEdit: actions.edit,
    onSent: scroll.jump,
    attachments,
  });
  const { writing, begin } = compose;
  const typing = useTypingNote(state);
  const announceTyping = useAnnounceTyping(api, state);
  useTypingOver(state, dispatch);
  const wait = useSlowMode(state);
  useReview(api, state, dispatch);
  useReportRead(api, state);
  useReportWatching(scroll.isAway, dispatch);
  useKeyboardInset(true);
  usePageTitle(unread > 0 ? `(${unread}) ${room.title}` : room.title);

  const names = useMemo(
    () => participants.filter(({ id }) => id !== self.id).map(({ name }) => name),
    [participants, self.id],
  );
  const marked = useMemo(() => [...names, self.name, "bot"], [names, self.name]);
  const payments = usePayments(api, hasPayments);
  const money = useMoney();
  const { prices, buy } = payments;
  const pinLabel =
    prices?.pin == null ? null : t("payments.pin", { amount: money(prices.pin, prices.currency) });
  const { react, stop } = actions;
  const handlers: MessageHandlers = useMemo(
    () => ({
      onReply: (message) => begin({ kind: "reply", message }),
      onEdit: (message) => begin({ kind: "edit", message }),
      onDelete: (message) => ask({ kind: "delete", message }),
      onReport: (message) => ask({ kind: "report", message }),
      onReact: (message, emoji, on) => void react(message, emoji, on),
      onStop: (message) => void stop(message),
      onPin: pinLabel ? { label: pinLabel, pin: ({ id }) => buy({ kind: "pin", message_id: id }) } : null,
      onShow: (messageId) => void older.show(messageId),
      onOpenCitation: (messageId, { number, title }, answer) => {
        opener.current = document.activeElement as HTMLElement | null;
        setCitation({ conversationId: room.code, messageId, number, title, answer });
      },
    }),
    [begin, ask, react, stop, older.show, room.code, pinLabel, buy],
  );
  const mayAskRecap = refusal === null && room.chatbot !== null && room.bot_manner !== "off";
  const askRecap = (action: RoomAction) => {
    dispatch(action);
    setPanelOpen(false);
    scroll.jump();
  };
  const undo = (entry: string) => () => void actions.undo(entry);
  const panel = (
    <RoomPanel
      api={api}
      state={state}
      payments={payments}
      link={link}
      recap={mayAskRecap ? <RecapButton dispatch={askRecap} /> : null}
      onModerate={async (person, body) => {
        const { action } = body;
        const isGrave = action === "remove" || action === "ban" || action === "hand_over";
        if (!isGrave) return actions.moderate(person, body);
        ask({ kind: action, person });
        return false;
      }}
      onUndo={actions.undo}
      onDecideHeld={(message, decision) => void actions.decideHeld(message.id, decision)}
      onDecideReport={(report, decision) => void actions.decideReport(report.id, decision)}
      onDeleteReported={(messageId) => ask({ kind: "delete", message: { id: messageId } })}
      onChange={(change) => void actions.change(room, change)}
      onArchive={() => ask({ kind: "archive" })}
      onLeave={() => ask({ kind: "leave" })}
    />
  );
  return (
    <div className="chat [--toast-block:calc(4rem+env(safe-area-inset-top))_auto]">
      {!refusal && <SkipLink href="#message">{t("skip")}</SkipLink>}
      <main className="chat-main">
        <RoomHeader state={state} panelButton={panelButton} onPanel={() => setPanelOpen(true)} />
        <RoomNotes room={room} payments={payments} onShow={handlers.onShow} />
        <RoomMessages
          state={state}
          names={marked}
          mayWrite={refusal === null}
          scroll={scroll}
          handlers={handlers}
          empty={
            <RoomEmpty
              bot={room.bot_manner === "off" ? null : room.chatbot}
              isDigest={room.bot_manner === "digest"}
            />
          }
          recap={mayAskRecap ? <RecapButton dispatch={askRecap} variant="ghost" /> : null}
          onEnter={preloadCitationView}
          onLoadOlder={older.load}
          onRetry={(id) => dispatch({ type: "retried", id })}
          onEditOwn={compose.takeBack}
          onDiscard={(id) => dispatch({ type: "discarded", id })}
          onWithdraw={(message) => void actions.remove(message)}
        />
        <div className="chat-foot">
          <ReviewBar state={state} onOpen={() => setPanelOpen(true)} />
          {refusal && <WriteNote refusal={refusal} until={self.muted_until} />}
          {!refusal && writing && <WritingBar writing={writing} onCancel={() => begin(null)} />}
          {!refusal && (
            <RoomComposer
              box={box}
              draft={compose.text}
              names={names}
              note={typing}
              wait={writing?.kind === "edit" ? 0 : wait}
              onDraft={(text) => {
                compose.setText(text);
                if (text !== "" && writing?.kind !== "edit") announceTyping();
              }}
              onSend={() => void compose.send()}
              attachments={writing?.kind === "edit" ? null : attachments}
              onEscape={() => writing && begin(null)}
            />
          )}
        </div>
      </main>
      {!citation && (
        <aside
          className="hidden w-80 flex-none overflow-y-auto border-s border-line bg-surface p-5 min-[1100px]:block"
          aria-label={t("panel")}
        >
          {panel}
        </aside>
      )}
      <CitationDrawer
        api={api}
        citation={citation}
        isEmbedded={false}
        returnFocus={opener}
        onClose={() => setCitation(null)}
      />
      {isPanelOpen && (
        <PanelSheet returnFocus={panelButton} onClose={() => setPanelOpen(false)}>
          {panel}
        </PanelSheet>
      )}
      {asking?.kind === "report" && (
        <ReportDialog
          message={asking.message}
          onReport={(body) => void actions.report(body)}
          onClose={() => ask(null)}
        />
      )}
      {asking && asking.kind !== "report" && (
        <RoomConfirm asking={asking} onConfirm={confirm} onClose={() => ask(null)} />
      )}
      {actions.notice && (
        <Toast
          text={actions.notice.text}
          {...(actions.notice.undo && { action: { label: t("undo"), run: undo(actions.notice.undo) } })}
        />
      )}
      <RoomAnnouncer state={state} />
    </div>
  );
}
