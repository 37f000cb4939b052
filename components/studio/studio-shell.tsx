"use client";

import { Menu } from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Sheet } from "#components/ui/sheet.tsx";
import { SkipLink } from "#components/ui/skip-link.tsx";
import { CommandPalette, type PaletteItem } from "./command-palette.tsx";
import type { StudioPerson } from "./person-menu.tsx";
import { StudioNav } from "./studio-nav.tsx";
import { type StudioRights, useStudioPlaces } from "./studio-places.ts";
import type { WorkspaceLink } from "./workspace-menu.tsx";

type Props = StudioRights & {
  workspace: WorkspaceLink & { logo: string | null };
  workspaces: WorkspaceLink[];
  /** The signed-in user. */
  person: StudioPerson;
  mayMakeChatbots: boolean;
  children: ReactNode;
};

/** The navigation, at the side or behind a button, and the command palette (Ctrl/Cmd+K). */
export function StudioShell({
  workspace,
  workspaces,
  person,
  mayManageKeys,
  maySeeUsage,
  maySeePeople,
  maySeeFeedback,
  maySeeRooms,
  mayManageSlack,
  mayManageModels,
  mayMakeChatbots,
  children,
}: Props) {
  const t = useTranslations("studio");
  const path = usePathname();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const menuButton = useRef<HTMLButtonElement>(null);
  const base = `/admin/${workspace.slug}`;
  const rights = {
    mayManageKeys,
    maySeeUsage,
    maySeePeople,
    maySeeFeedback,
    maySeeRooms,
    mayManageSlack,
    mayManageModels,
  };
  const places = useStudioPlaces(base, rights);

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
    ...places
      .flatMap((place) => [place, ...(place.parts ?? [])])
      .map(({ href, label }) => ({ href, label, group: t("goTo") })),
    ...(mayMakeChatbots ? [{ href: `${base}/chatbots/new`, label: t("newChatbot"), group: t("make") }] : []),
    ...(maySeeRooms ? [{ href: "/rooms/new", label: t("newRoom"), group: t("make") }] : []),
    ...workspaces
      .filter(({ slug }) => slug !== workspace.slug)
      .map(({ slug, name }) => ({ href: `/admin/${slug}`, label: name, group: t("switchTo") })),
    { href: "/account", label: t("account"), group: t("goTo") },
    { href: "/admin?list", label: t("allWorkspaces"), group: t("switchTo") },
  ];

  const navigation = (
    <StudioNav
      workspace={workspace}
      workspaces={workspaces}
      places={places}
      person={person}
      onSearch={() => setPaletteOpen(true)}
    />
  );

  return (
    <div className="grid min-h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr] [--toast-block:calc(4rem+env(safe-area-inset-top))_auto] side:grid-cols-[15rem_minmax(0,1fr)] side:grid-rows-1 side:[--toast-block:auto_calc(1rem+env(safe-area-inset-bottom))] side:[--toast-start:16rem]">
      <SkipLink href="#content">{t("skip")}</SkipLink>
      <header className="sticky top-0 z-10 flex items-center gap-2 border-b border-line bg-canvas px-3 pt-[calc(0.5rem+env(safe-area-inset-top))] pb-2 side:hidden">
        <IconButton ref={menuButton} icon={Menu} label={t("openMenu")} onClick={() => setMenuOpen(true)} />
        <b className="truncate">
          <bdi>{workspace.name}</bdi>
        </b>
      </header>
      <div className="sticky top-0 h-dvh border-e border-line bg-surface max-side:hidden">{navigation}</div>
      <Sheet
        side="start"
        label={t("navigation")}
        isOpen={isMenuOpen}
        onClose={() => setMenuOpen(false)}
        returnFocus={menuButton}
      >
        {navigation}
      </Sheet>
      <main
        id="content"
        tabIndex={-1}
        className="w-full max-w-304 px-4 pt-6 pb-20 outline-none side:px-10 side:pt-9"
      >
        {children}
      </main>
      <CommandPalette
        tenant={workspace.slug}
        items={commands}
        isOpen={isPaletteOpen}
        onClose={() => setPaletteOpen(false)}
      />
    </div>
  );
}
