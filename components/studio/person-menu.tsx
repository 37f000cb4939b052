"use client";

import { Activity, ChevronsUpDown, CircleUserRound, LogOut } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { callApi } from "#components/ui/api.ts";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "#components/ui/menu.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";

export type StudioPerson = { name: string; email: string; isOperator: boolean };

/** The signed-in person; their menu leads to the account and signs out. */
export function PersonMenu({ person }: { person: StudioPerson }) {
  const t = useTranslations("studio");
  const account = useTranslations("account");
  const { error, run } = useSubmit();
  const signOut = () =>
    void run(async () => {
      await callApi("/api/account/sessions/current", { method: "DELETE" });
      location.assign("/sign-in");
    });
  return (
    <>
      <Menu
        side="top"
        trigger={
          <Button
            variant="plain"
            className={buttonClass("ghost", "min-w-0 flex-1 justify-start! data-[state=open]:bg-sunken")}
            title={person.name}
          >
            <span className="min-w-0 flex-1 truncate text-start">
              <bdi>{person.name}</bdi>
            </span>
            <ChevronsUpDown aria-hidden />
          </Button>
        }
      >
        <MenuLabel>{person.email}</MenuLabel>
        <MenuItem asChild>
          <Link href="/account">
            <CircleUserRound aria-hidden />
            {t("account")}
          </Link>
        </MenuItem>
        {person.isOperator && (
          <MenuItem asChild>
            <Link href="/ops">
              <Activity aria-hidden />
              {t("operations")}
            </Link>
          </MenuItem>
        )}
        <MenuSeparator />
        <MenuItem onSelect={signOut}>
          <LogOut aria-hidden />
          {account("signOut")}
        </MenuItem>
      </Menu>
      <span role="alert" className="sr-only">
        {error}
      </span>
    </>
  );
}
