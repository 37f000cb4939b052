"use client";

import {
  BookOpen,
  Bot,
  Command,
  Gauge,
  KeyRound,
  Menu,
  ScrollText,
  Settings,
  UserRound,
  Users,
} from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Sheet } from "#components/ui/sheet.tsx";
import { ThemeToggle } from "#components/ui/theme-toggle.tsx";
import { CommandPalette, type PaletteItem } from "./command-palette.tsx";

type Workspace = { slug: string; name: string };

type Props = {
  workspace: Workspace & { logo: string | null };
  workspaces: Workspace[];
  /** Name of whoever is signed in. */
  person: string;
  mayManageKeys: boolean;
  maySeeUsage: boolean;
  maySeePeople: boolean;
  mayMakeChatbots: boolean;
  children: ReactNode;
};

/** One navigation, at the side or behind a button, and the command palette on Ctrl or Cmd K. */
export function StudioShell({
  workspace,
  workspaces,
  person,
  mayManageKeys,
  maySeeUsage,
  maySeePeople,
  mayMakeChatbots,
  children,
}: Props) {
  const t = useTranslations("studio");
  const path = usePathname();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const menuButton = useRef<HTMLButtonElement>(null);
  const base = `/admin/${workspace.slug}`;
  const places = [
    { href: base, label: t("chatbots"), icon: Bot },
    { href: `${base}/knowledge`, label: t("knowledge"), icon: BookOpen },
    ...(maySeePeople ? [{ href: `${base}/people`, label: t("people"), icon: UserRound }] : []),
    { href: `${base}/members`, label: t("members"), icon: Users },
    ...(mayManageKeys
      ? [
          { href: `${base}/keys`, label: t("keys"), icon: KeyRound },
          { href: `${base}/audit`, label: t("audit"), icon: ScrollText },
        ]
      : []),
    ...(maySeeUsage ? [{ href: `${base}/usage`, label: t("usage"), icon: Gauge }] : []),
    { href: `${base}/settings`, label: t("settings"), icon: Settings },
  ];
  const isCurrent = (href: string) =>
    href === base ? path === base || path.startsWith(`${base}/chatbots`) : path.startsWith(href);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes when the page changes
  useEffect(() => setMenuOpen(false), [path]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.shiftKey) return;
      event.preventDefault();
      setPaletteOpen((isOpen) => !isOpen);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

  const commands: PaletteItem[] = [
    ...places.map(({ href, label }) => ({ href, label, group: t("goTo") })),
    ...(mayMakeChatbots ? [{ href: `${base}/chatbots/new`, label: t("newChatbot"), group: t("make") }] : []),
    ...workspaces
      .filter(({ slug }) => slug !== workspace.slug)
      .map(({ slug, name }) => ({ href: `/admin/${slug}`, label: name, group: t("switchTo") })),
    { href: "/account", label: t("account"), group: t("goTo") },
    { href: "/admin", label: t("allWorkspaces"), group: t("switchTo") },
  ];

  const navigation = (
    <nav aria-label={t("navigation")} className="studio-nav">
      <Link href="/admin" className="studio-workspace" title={t("allWorkspaces")}>
        {workspace.logo ? (
          // biome-ignore lint/performance/noImgElement: a small picture that is in the page already
          <img src={workspace.logo} alt="" width={28} height={28} />
        ) : (
          <span aria-hidden>{[...workspace.name][0]?.toUpperCase()}</span>
        )}
        <b className="truncate">{workspace.name}</b>
      </Link>
      <button type="button" className="studio-search" onClick={() => setPaletteOpen(true)}>
        <Command aria-hidden />
        {t("search")}
        <kbd>Ctrl K</kbd>
      </button>
      <ul>
        {places.map(({ href, label, icon: Icon }) => (
          <li key={href}>
            <Link href={href} aria-current={isCurrent(href) ? "page" : undefined}>
              <Icon aria-hidden />
              {label}
            </Link>
          </li>
        ))}
      </ul>
      <div className="studio-foot">
        <Link href="/account" className="quiet-button min-w-0 flex-1 truncate">
          {person}
        </Link>
        <ThemeToggle />
      </div>
    </nav>
  );

  return (
    <div className="studio">
      <a className="skip-link" href="#content">
        {t("skip")}
      </a>
      <header className="studio-bar">
        <IconButton ref={menuButton} icon={Menu} label={t("openMenu")} onClick={() => setMenuOpen(true)} />
        <b className="truncate">{workspace.name}</b>
      </header>
      <div className="studio-side">{navigation}</div>
      <Sheet
        side="start"
        label={t("navigation")}
        isOpen={isMenuOpen}
        onClose={() => setMenuOpen(false)}
        returnFocus={menuButton}
      >
        {navigation}
      </Sheet>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <CommandPalette items={commands} isOpen={isPaletteOpen} onClose={() => setPaletteOpen(false)} />
    </div>
  );
}
