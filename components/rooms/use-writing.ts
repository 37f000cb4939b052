import { type RefObject, useCallback, useState } from "react";
import type { WireMessage } from "#lib/rooms/wire.ts";
import { newMessageId } from "./new-message-id.ts";
import type { OwnMessage, RoomAction } from "./room-state.ts";
import type { useAttachments } from "./use-attachments.ts";
import { useDraft } from "./use-draft.ts";
import type { Writing } from "./writing-bar.tsx";

const QUOTE_CHARS = 200;

type WritingOptions = {
  code: string;
  box: RefObject<HTMLTextAreaElement | null>;
  dispatch: (action: RoomAction) => void;
  /** Returns whether the edit was stored. */
  onEdit: (message: WireMessage, content: string) => Promise<boolean>;
  onSent: () => void;
  attachments: ReturnType<typeof useAttachments>;
};

/** What is in the message box: a new message, a reply, or an edit. An edit leaves the draft as it is. */
export function useWriting({ code, box, dispatch, onEdit, onSent, attachments }: WritingOptions) {
  const [draft, setDraft] = useDraft(code);
  const [edited, setEdited] = useState("");
  const [writing, setWriting] = useState<Writing | null>(null);
  const edit = writing?.kind === "edit" ? writing.message : null;

  const focusBox = useCallback(() => void requestAnimationFrame(() => box.current?.focus()), [box]);
  const begin = useCallback(
    (next: Writing | null) => {
      setWriting(next);
      setEdited(next?.kind === "edit" ? next.message.content : "");
      focusBox();
    },
    [focusBox],
  );
  const send = async () => {
    if (edit) {
      if (await onEdit(edit, edited.trim())) begin(null);
      return;
    }
    const message = {
      id: newMessageId(),
      content: draft.trim(),
      replyTo: writing && quoteOf(writing.message),
      files: attachments.files,
    };
    dispatch({ type: "wrote", message });
    attachments.clear();
    setDraft("");
    setWriting(null);
    onSent();
  };
  /** Moves a refused message back into the box, before the current text. */
  const takeBack = ({ id, content, files }: OwnMessage) => {
    dispatch({ type: "discarded", id });
    attachments.restore(files);
    setDraft(draft === "" ? content : `${content}\n${draft}`);
    focusBox();
  };
  return {
    writing,
    text: edit ? edited : draft,
    setText: edit ? setEdited : setDraft,
    begin,
    send,
    takeBack,
  };
}

function quoteOf({ id, username, content }: WireMessage): OwnMessage["replyTo"] {
  return { id, username, content: content.slice(0, QUOTE_CHARS) };
}
