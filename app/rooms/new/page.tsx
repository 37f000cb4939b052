import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Texts } from "#app/_server/pages/texts.tsx";
import { NewRoomForm } from "#components/rooms/new-room-form.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { DisabledUntilHydrated } from "#components/ui/disabled-until-hydrated.tsx";
import { ThemeToggle } from "#components/ui/theme-toggle.tsx";
import { visionModel } from "#lib/ai/describe-image.ts";
import { loadChoices } from "./_load-choices.ts";

type Props = { searchParams: Promise<{ chatbot?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("rooms"))("newTitle") };
}

export default async function Page({ searchParams }: Props) {
  const [t, choices, { chatbot }] = await Promise.all([
    getTranslations("rooms"),
    loadChoices(),
    searchParams,
  ]);
  return (
    <Texts of={["rooms"]}>
      <div className="mx-auto max-w-2xl px-5 pb-24">
        <header className="flex items-center justify-between py-5">
          <Link href="/" className="font-semibold tracking-tight text-accent" prefetch={false}>
            Parley
          </Link>
          <ThemeToggle />
        </header>
        <main className="pt-4">
          <h1 className="text-2xl font-semibold tracking-tight">{t(choices ? "newTitle" : "notAllowed")}</h1>
          <p className="mt-1.5 mb-8 text-ink-soft text-pretty">{t(choices ? "newLead" : "notAllowedBody")}</p>
          {choices ? (
            <DisabledUntilHydrated>
              <NewRoomForm
                {...choices}
                hasVision={visionModel() !== null}
                initial={typeof chatbot === "string" ? chatbot : null}
              />
            </DisabledUntilHydrated>
          ) : (
            <Link href="/sign-in?next=%2Frooms%2Fnew" className={buttonClass("primary")} prefetch={false}>
              {t("signIn")}
            </Link>
          )}
        </main>
      </div>
    </Texts>
  );
}
