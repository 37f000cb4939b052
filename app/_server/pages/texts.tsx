import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import type messages from "#i18n/en.json";

type Namespace = keyof typeof messages;

type TextsProps = {
  of: Namespace[];
  /** Of the times that client components format; UTC by default. */
  timeZone?: string;
  children: ReactNode;
};

/** Passes the messages that a page's client components need, besides those of every page. */
export async function Texts({ of, timeZone, children }: TextsProps) {
  const all = await getMessages();
  const some = Object.fromEntries(
    [...of, "form", "theme", "errors"].map((name) => [name, all[name as Namespace]]),
  );
  return (
    <NextIntlClientProvider messages={some} {...(timeZone && { timeZone })}>
      {children}
    </NextIntlClientProvider>
  );
}
