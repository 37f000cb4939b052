import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { admitPage, orNotFound, requirePerson } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { SignOutButton } from "#components/account/sign-out-button.tsx";
import { CodeForm } from "#components/people/code-form.tsx";
import { EntitlementText } from "#components/people/entitlement-text.tsx";
import { OwnData } from "#components/people/own-data.tsx";
import { ProfileForm } from "#components/people/profile-form.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { ThemeToggle } from "#components/ui/theme-toggle.tsx";
import { presentChatbot } from "#lib/chatbot/present-chatbot.ts";
import { usesProfile } from "#lib/chatbot/uses-profile.ts";
import { actorHash } from "#lib/context/context.ts";
import { getOwnEntitlement } from "#lib/people/get-own-entitlement.ts";
import { getProfile } from "#lib/people/get-profile.ts";
import type { OwnEntitlement } from "#lib/people/schema.ts";

type Props = { params: Promise<{ chatbot: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("people"))("account") };
}

/** People with permanent access do not need a code, and a code does not help suspended ones. */
function canUseCode({ entitlement }: OwnEntitlement): boolean {
  return entitlement?.kind === "established"
    ? entitlement.endsAt !== null
    : entitlement?.kind !== "suspended";
}

/** An end user's entitlement and profile in the workspace of a chatbot. */
export default async function Page({ params }: Props) {
  const { chatbot: handle } = await params;
  const { ctx, chatbotId } = await admitPage(handle);
  if (ctx.actor.kind !== "person") {
    await requirePerson(`/c/${handle}/join`);
    redirect(`/c/${handle}/join`);
  }
  const [t, { name, handle: current }, ownEntitlement, profile, hasProfile] = await Promise.all([
    getTranslations("people"),
    orNotFound(presentChatbot(ctx, chatbotId)),
    getOwnEntitlement(ctx),
    getProfile(ctx, actorHash(ctx)),
    usesProfile(ctx),
  ]);
  if (current !== handle) redirect(`/c/${current}/account`);
  return (
    <Texts of={["people", "account"]}>
      <div className="mx-auto max-w-2xl px-5 pb-24">
        <header className="flex items-center justify-between py-5">
          <Link href={`/c/${handle}`} className="font-semibold tracking-tight text-accent">
            <bdi>{name}</bdi>
          </Link>
          <div className="flex items-center gap-2">
            <SignOutButton variant="ghost" then={`/c/${handle}`} />
            <ThemeToggle />
          </div>
        </header>
        <main className="grid gap-12 pt-6">
          <div>
            <h1 className="text-2xl font-semibold tracking-tight">{t("account")}</h1>
            <p className="mt-1 truncate text-ink-muted">
              <bdi>{ownEntitlement.person?.name}</bdi>, {ownEntitlement.person?.email}
            </p>
          </div>
          <section aria-labelledby="standing" className="grid max-w-md gap-4">
            <h2 id="standing" className="font-semibold">
              {t("standing")}
            </h2>
            <EntitlementText ownEntitlement={ownEntitlement} />
            {canUseCode(ownEntitlement) && <CodeForm handle={handle} />}
          </section>
          {hasProfile && (
            <section aria-labelledby="profile" className="max-w-md">
              <h2 id="profile" className="mb-3 font-semibold">
                {t("profile")}
              </h2>
              <ProfileForm handle={handle} initial={profile} zones={Intl.supportedValuesOf("timeZone")} />
            </section>
          )}
          <section aria-labelledby="data" className="max-w-md">
            <h2 id="data" className="mb-3 font-semibold">
              {t("data")}
            </h2>
            <OwnData handle={handle} chatbot={name} />
          </section>
          <p className="text-sm text-ink-muted">
            <Link className={buttonClass("link")} href="/account">
              {t("passwordAndSecondFactor")}
            </Link>
          </p>
        </main>
      </div>
    </Texts>
  );
}
