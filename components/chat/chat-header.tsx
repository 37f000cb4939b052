"use client";

import { Keyboard, Menu, SquarePen } from "lucide-react";
import { useTranslations } from "next-intl";
import type { RefObject } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { ThemeToggle } from "#components/ui/theme-toggle.tsx";

type ChatHeaderProps = {
  title: string;
  isEmbedded: boolean;
  menu: RefObject<HTMLButtonElement | null>;
  onMenu: () => void;
  /** Opens the list of keys. */
  onList: () => void;
  /** Null while the chat is new. */
  onNew: (() => void) | null;
};

export function ChatHeader({ title, isEmbedded, menu, onMenu, onList, onNew }: ChatHeaderProps) {
  const t = useTranslations("chat");
  if (isEmbedded) {
    return (
      <header className="chat-header">
        <p className="chat-title">
          <bdi>{title}</bdi>
        </p>
        {onNew && <IconButton icon={SquarePen} label={t("newChat")} onClick={onNew} />}
      </header>
    );
  }
  return (
    <header className="chat-header">
      <IconButton ref={menu} className="md:hidden" icon={Menu} label={t("openList")} onClick={onMenu} />
      <h1 className="chat-title">
        <bdi>{title}</bdi>
      </h1>
      {onNew && <IconButton className="md:hidden" icon={SquarePen} label={t("newChat")} onClick={onNew} />}
      <IconButton
        className="pointer-coarse:hidden"
        icon={Keyboard}
        label={t("shortcuts.title")}
        onClick={onList}
      />
      <ThemeToggle />
    </header>
  );
}
