import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { usePageTitle } from "#components/ui/use-page-title.ts";
import type { PublicChatbot } from "#lib/chatbot/schema.ts";
import type {
  Citation,
  ConversationDetail,
  ConversationList,
  ConversationSummary,
  MessagePage,
} from "#lib/conversation/schema.ts";
import type { OpenCitation } from "../citations/citation-panel.tsx";
import { createChatApi } from "./chat-api.ts";
import { takeDraft } from "./stored-draft.ts";
import { useConversation } from "./use-conversation.ts";
import { conversationIdInUrl, useConversationAddress } from "./use-conversation-address.ts";
import { useConversationList } from "./use-conversation-list.ts";

export type ChatInput = {
  chatbot: PublicChatbot;
  initialConversation: ConversationDetail | null;
  initialMessages: MessagePage | null;
  initialList: ConversationList | null;
  /** ISO time at which the server made the page. */
  now: string;
  /** Signed in as a member or an end user of the chatbot's workspace. */
  isMember?: boolean;
};

/** The behavior of a chat: conversation, list, URL, draft and open citation. */
export function useChat(input: ChatInput, isEmbedded: boolean) {
  const { handle } = input.chatbot;
  const api = useMemo(() => createChatApi(handle), [handle]);
  const [draft, setDraft] = useState("");
  const [openingId, setOpeningId] = useState<string | null>(null);
  const [citation, setCitation] = useState<OpenCitation | null>(null);
  const opener = useRef<HTMLElement | null>(null);

  const list = useConversationList(api, input.initialList, !isEmbedded);
  const address = useConversationAddress({
    handle,
    isEnabled: !isEmbedded,
    onMove: (id) => (id ? open(id) : startNew()),
  });
  const { noteStarted } = list;
  const { show } = address;
  const onStarted = useCallback(
    (started: ConversationSummary) => {
      noteStarted(started);
      show(started.id, "replace");
    },
    [noteStarted, show],
  );
  const conversation = useConversation({ ...input, isMember: input.isMember ?? false, api, onStarted });
  const { state } = conversation;

  const open = async (id: string) => {
    if (id === state.id && openingId === null) return;
    setCitation(null);
    setOpeningId(id);
    show(id, "push");
    const isOpen = await conversation.open(id);
    setOpeningId((current) => (current === id ? null : current));
    if (!isOpen) show(state.id, "replace");
  };
  const startNew = () => {
    setCitation(null);
    setOpeningId(null);
    show(null, "push");
    conversation.startNew();
  };

  // The page omits a conversation that the server did not find; the one in the URL is tried here.
  const openAddressed = useEffectEvent(() => {
    const id = isEmbedded ? null : conversationIdInUrl();
    if (id && id !== state.id) void open(id);
  });
  useEffect(() => openAddressed(), []);

  const { unsent } = state;
  const restoreDraft = useEffectEvent((words: string) => {
    setDraft((current) => (current === "" ? words : `${words}\n\n${current}`));
    conversation.draftRestored();
  });
  useEffect(() => {
    if (unsent !== null) restoreDraft(unsent);
  }, [unsent]);

  const takeUpDraft = useEffectEvent(() => {
    const storedDraft = isEmbedded ? null : takeDraft(handle);
    if (storedDraft) setDraft((current) => current || storedDraft);
  });
  useEffect(() => takeUpDraft(), []);

  usePageTitle(isEmbedded ? null : state.title || input.chatbot.name);

  const ask = (question: string) => {
    const text = question.trim();
    if (text === "" || conversation.isAnswering) return;
    setDraft((current) => (current.trim() === text ? "" : current));
    conversation.send(text);
  };

  const conversationId = state.id;
  const openCitation = useCallback(
    (messageId: string, { number, title }: Citation, answer: string) => {
      if (!conversationId) return;
      opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
      setCitation({ conversationId, messageId, number, title, answer });
      api.note("citation_opened", { number });
    },
    [api, conversationId],
  );

  const rename = async (renamed: ConversationSummary, title: string) => {
    if (renamed.id === state.id) conversation.setTitle(title);
    try {
      await list.rename(renamed, title);
    } catch (error) {
      if (renamed.id === state.id) conversation.setTitle(renamed.title);
      conversation.fail(error);
    }
  };
  const remove = (removed: ConversationSummary) => {
    list.remove(removed);
    if (removed.id === state.id) startNew();
  };

  const last = state.messages.at(-1);
  const retry = () => {
    if (draft.trim() !== "") ask(draft);
    else if (last) conversation.regenerate(last.id);
  };

  return {
    api,
    list,
    conversation,
    draft,
    setDraft,
    ask,
    retry,
    open,
    startNew,
    rename,
    remove,
    openingId,
    addressOf: address.addressOf,
    citation,
    opener,
    openCitation,
    closeCitation: () => setCitation(null),
  };
}
