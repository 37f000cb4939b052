import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import type messages from "#i18n/en.json";

type Namespace = keyof typeof messages;

/** Passes the messages that a page's client components need, besides those of every page. */
export async function Texts({ of, children }: { of: Namespace[]; children: ReactNode }) {
  const all = await getMessages();
  const some = Object.fromEntries(
    [...of, "form", "theme", "errors"].map((name) => [name, all[name as Namespace]]),
  );
  return <NextIntlClientProvider messages={some}>{children}</NextIntlClientProvider>;
}
