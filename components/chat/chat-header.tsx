"use client";

import { Download, Keyboard, Menu, SquarePen } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject, useId } from "react";
import { Button } from "#components/ui/button.tsx";
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
  /** The address of the conversation's file; null while nothing is stored. */
  exportUrl: ((format: "md" | "json") => string) | null;
};

export function ChatHeader(props: ChatHeaderProps) {
  const { title, isEmbedded, menu, onMenu, onList, onNew, exportUrl } = props;
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
      {exportUrl && <ExportMenu exportUrl={exportUrl} />}
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

/** A popover of the browser's own: a menu from a library would double what the header weighs. */
function ExportMenu({ exportUrl }: { exportUrl: (format: "md" | "json") => string }) {
  const t = useTranslations("chat.export");
  const id = useId();
  const close = () => document.getElementById(id)?.hidePopover();
  const print = () => {
    close();
    window.print();
  };
  return (
    <>
      <IconButton icon={Download} label={t("title")} popoverTarget={id} />
      <div id={id} popover="auto" className="header-menu">
        <a href={exportUrl("md")} download onClick={close}>
          {t("markdown")}
        </a>
        <a href={exportUrl("json")} download onClick={close}>
          {t("json")}
        </a>
        <Button variant="plain" onClick={print}>
          {t("print")}
        </Button>
      </div>
    </>
  );
}
