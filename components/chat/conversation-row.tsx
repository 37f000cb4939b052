"use client";

import { Pencil, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useRef, useState } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { ConversationSummary, TITLE_MAX_CHARS } from "#lib/conversation/schema.ts";
import { isolateText } from "#lib/core/isolate-text.ts";

const maxTitle: typeof TITLE_MAX_CHARS = 120;

type ConversationRowProps = {
  conversation: ConversationSummary;
  address: string;
  isCurrent: boolean;
  onOpen: () => void;
  onRename: (title: string) => void;
  onDelete: () => void;
};

export function ConversationRow(props: ConversationRowProps) {
  const { conversation, address, isCurrent, onOpen, onRename, onDelete } = props;
  const t = useTranslations("list");
  const [isEditing, setIsEditing] = useState(false);
  const link = useRef<HTMLAnchorElement>(null);
  const title = conversation.title || t("untitled");

  if (isEditing) {
    const finish = (next: string) => {
      setIsEditing(false);
      const trimmed = next.trim();
      if (trimmed !== "" && trimmed !== conversation.title) onRename(trimmed);
      requestAnimationFrame(() => link.current?.focus());
    };
    return <li>{<TitleInput title={conversation.title} label={t("renameLabel")} onFinish={finish} />}</li>;
  }
  return (
    <li className="conversation-row" data-current={isCurrent || undefined}>
      <a
        ref={link}
        href={address}
        aria-current={isCurrent ? "page" : undefined}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
          event.preventDefault();
          onOpen();
        }}
      >
        <bdi>{title}</bdi>
      </a>
      <span className="row-actions">
        <IconButton
          size="small"
          icon={Pencil}
          label={t("rename", { title: isolateText(title) })}
          onClick={() => setIsEditing(true)}
        />
        <IconButton
          size="small"
          icon={Trash2}
          label={t("delete", { title: isolateText(title) })}
          onClick={onDelete}
        />
      </span>
    </li>
  );
}

type TitleInputProps = { title: string; label: string; onFinish: (title: string) => void };

/** Enter or blur saves the new title; Escape restores the old one. */
function TitleInput({ title, label, onFinish }: TitleInputProps) {
  const isDone = useRef(false);
  const finish = (next: string) => {
    if (isDone.current) return;
    isDone.current = true;
    onFinish(next);
  };
  const keyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") finish(event.currentTarget.value);
    if (event.key === "Escape") {
      event.stopPropagation();
      finish(title);
    }
  };
  return (
    <input
      className="title-input"
      defaultValue={title}
      maxLength={maxTitle}
      aria-label={label}
      ref={(input) => {
        if (input && document.activeElement !== input) input.select();
      }}
      onKeyDown={keyDown}
      onBlur={(event) => finish(event.currentTarget.value)}
    />
  );
}
