"use client";

import { Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { ThemeToggle } from "#components/ui/theme-toggle.tsx";
import { PersonMenu, type StudioPerson } from "./person-menu.tsx";
import type { StudioPlace } from "./studio-places.ts";
import { type WorkspaceLink, WorkspaceMenu } from "./workspace-menu.tsx";

type Props = {
  workspace: WorkspaceLink & { logo: string | null };
  workspaces: WorkspaceLink[];
  places: StudioPlace[];
  person: StudioPerson;
  onSearch: () => void;
};

const row = "flex min-h-9 items-center gap-2.5 rounded-lg px-2.5";

/** The pages of a workspace, with the search above and the account below. */
export function StudioNav({ workspace, workspaces, places, person, onSearch }: Props) {
  const t = useTranslations("studio");
  const path = usePathname();
  return (
    <nav
      aria-label={t("navigation")}
      className="flex h-full flex-col gap-3 overflow-y-auto px-3 py-3.5 text-body [&_svg]:size-4 [&_svg]:flex-none [&_svg]:stroke-[1.75]"
    >
      <WorkspaceMenu workspace={workspace} workspaces={workspaces} />
      <Button
        variant="plain"
        className={`${row} border border-line bg-raised text-small text-ink-muted`}
        onClick={onSearch}
      >
        <Search aria-hidden />
        {t("search")}
        <kbd className="ms-auto font-sans text-note pointer-coarse:hidden">Ctrl K</kbd>
      </Button>
      <ul className="grid gap-0.5">
        {places.map(({ href, label, icon: Icon, isCurrent = path.startsWith(href) }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={isCurrent ? "page" : undefined}
              className={`${row} text-ink-soft hover:bg-sunken aria-[current]:bg-sunken aria-[current]:font-strong aria-[current]:text-ink pointer-coarse:min-h-11`}
            >
              <Icon aria-hidden />
              {label}
            </Link>
          </li>
        ))}
      </ul>
      <div className="mt-auto flex items-center border-t border-line pt-2">
        <PersonMenu person={person} />
        <ThemeToggle />
      </div>
    </nav>
  );
}
