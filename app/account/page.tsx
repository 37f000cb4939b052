import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { DeleteAccountForm } from "#components/account/delete-account-form.tsx";
import { NameForm } from "#components/account/name-form.tsx";
import { PasswordForm } from "#components/account/password-form.tsx";
import { SecondFactorSetup } from "#components/account/second-factor-setup.tsx";
import { SessionsList } from "#components/account/sessions-list.tsx";
import { SignOutButton } from "#components/account/sign-out-button.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { RowList } from "#components/ui/row-list.tsx";
import { ThemeToggle } from "#components/ui/theme-toggle.tsx";
import { getSecondFactor } from "#lib/auth/second-factor/get-second-factor.ts";
import { listSessions } from "#lib/auth/session/list-sessions.ts";
import { listWorkspaces } from "#lib/tenant/list-workspaces.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("accountTitle") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function Page({ searchParams }: Props) {
  const { operator, email, name, ...person } = await requirePerson("/account");
  const [t, roles, { required }, sessions, factor, workspaces] = await Promise.all([
    getTranslations("account"),
    getTranslations("account.roles"),
    searchParams,
    listSessions(operator, person),
    getSecondFactor(operator, person.userId),
    listWorkspaces(operator, person.userId),
  ]);
  return (
    <Texts of={["account"]}>
      <div className="mx-auto max-w-2xl px-5 pb-24">
        <header className="flex items-center justify-between py-5">
          <Link href="/admin" className="font-semibold tracking-tight text-accent">
            Parley
          </Link>
          <div className="flex items-center gap-2">
            <Link href="/admin" className={buttonClass("ghost")}>
              {t("backToStudio")}
            </Link>
            <ThemeToggle />
          </div>
        </header>
        <main className="grid gap-12 pt-6">
          <div className="flex flex-wrap items-center justify-between gap-4">
            <div className="min-w-0">
              <h1 className="text-2xl font-semibold tracking-tight">{t("accountTitle")}</h1>
              <p className="mt-1 truncate text-ink-muted">
                <bdi>{name}</bdi>, {email}
              </p>
            </div>
            <SignOutButton />
          </div>
          <section aria-labelledby="profile" className="max-w-sm">
            <h2 id="profile" className="mb-3 font-semibold">
              {t("profileTitle")}
            </h2>
            <NameForm name={name} email={email} />
          </section>
          <section aria-labelledby="workspaces">
            <h2 id="workspaces" className="mb-3 font-semibold">
              {t("workspacesTitle")}
            </h2>
            {workspaces.length === 0 ? (
              <p className="text-ink-muted">{t("noWorkspaces")}</p>
            ) : (
              <RowList>
                {workspaces.map(({ slug, name, role }) => (
                  <li key={slug} className="relative">
                    <Link
                      href={`/admin/${slug}`}
                      className="min-w-0 flex-1 truncate font-medium after:absolute after:inset-0"
                    >
                      <bdi>{name}</bdi>
                    </Link>
                    <span className="text-small text-ink-muted">{roles(role)}</span>
                  </li>
                ))}
              </RowList>
            )}
          </section>
          <section aria-labelledby="sessions">
            <h2 id="sessions" className="mb-3 font-semibold">
              {t("sessionsTitle")}
            </h2>
            <SessionsList initial={sessions} now={new Date().toISOString()} />
          </section>
          <section aria-labelledby="second-factor" className="max-w-md">
            <h2 id="second-factor" className="mb-3 font-semibold">
              {t("secondFactor")}
            </h2>
            {required !== undefined && !factor.since && (
              <p className="mb-3 text-small text-danger">{t("secondFactorRequired")}</p>
            )}
            <SecondFactorSetup initial={factor} />
          </section>
          <section aria-labelledby="password" className="max-w-sm">
            <h2 id="password" className="mb-3 font-semibold">
              {t("passwordTitle")}
            </h2>
            <PasswordForm email={email} />
          </section>
          <section aria-labelledby="leaving" className="max-w-sm">
            <h2 id="leaving" className="mb-3 font-semibold">
              {t("deleteAccountTitle")}
            </h2>
            <DeleteAccountForm />
          </section>
        </main>
      </div>
    </Texts>
  );
}
