"use client";

import { Check, ChevronsUpDown, LayoutGrid, Plus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "#components/ui/menu.tsx";

export type WorkspaceLink = { slug: string; name: string };

type Props = { workspace: WorkspaceLink & { logo: string | null }; workspaces: WorkspaceLink[] };

/** The current workspace; its menu switches to another one. */
export function WorkspaceMenu({ workspace, workspaces }: Props) {
  const t = useTranslations("studio");
  return (
    <Menu
      trigger={
        <Button
          variant="plain"
          className="flex min-w-0 items-center gap-2.5 rounded-lg px-2 py-1.5 text-start hover:bg-sunken data-[state=open]:bg-sunken"
          title={workspace.name}
        >
          {workspace.logo ? (
            // biome-ignore lint/performance/noImgElement: a small data URL, already in the page
            <img
              src={workspace.logo}
              alt=""
              width={28}
              height={28}
              className="size-7 flex-none rounded-[0.4375rem] object-cover"
            />
          ) : (
            <span
              aria-hidden
              className="grid size-7 flex-none place-items-center rounded-[0.4375rem] bg-accent font-semibold text-accent-ink"
            >
              {[...workspace.name][0]?.toUpperCase()}
            </span>
          )}
          <b className="min-w-0 flex-1 truncate font-semibold">
            <bdi>{workspace.name}</bdi>
          </b>
          <ChevronsUpDown aria-hidden className="text-ink-muted" />
          <span className="sr-only">{t("switchWorkspace")}</span>
        </Button>
      }
    >
      <MenuLabel>{t("workspaces")}</MenuLabel>
      {workspaces.map(({ slug, name }) => (
        <MenuItem key={slug} asChild>
          <Link href={`/admin/${slug}`} aria-current={slug === workspace.slug ? "true" : undefined}>
            <span className="min-w-0 flex-1 truncate">
              <bdi>{name}</bdi>
            </span>
            {slug === workspace.slug && <Check aria-hidden className="text-accent" />}
          </Link>
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem asChild>
        <Link href="/admin?list">
          <LayoutGrid aria-hidden />
          {t("allWorkspaces")}
        </Link>
      </MenuItem>
      <MenuItem asChild>
        <Link href="/admin?list=new">
          <Plus aria-hidden />
          {t("newWorkspace")}
        </Link>
      </MenuItem>
    </Menu>
  );
}
