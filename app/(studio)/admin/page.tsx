import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { requirePerson } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { WorkspaceForm } from "#components/account/workspace-form.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { RowList } from "#components/ui/row-list.tsx";
import { ThemeToggle } from "#components/ui/theme-toggle.tsx";
import { listWorkspaces } from "#lib/tenant/list-workspaces.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("workspaces"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/**
 * The signed-in person's workspaces; the first one is created here. People with only one are redirected to
 * it, except from links that ask for the list.
 */
export default async function Page({ searchParams }: Props) {
  const { operator, userId, name, isOperator } = await requirePerson("/admin");
  const [t, format, roles, workspaces, { list }] = await Promise.all([
    getTranslations("workspaces"),
    getFormatter(),
    getTranslations("account.roles"),
    listWorkspaces(operator, userId),
    searchParams,
  ]);
  const [only, ...others] = workspaces;
  if (only && others.length === 0 && !only.deleteAt && list === undefined) redirect(`/admin/${only.slug}`);
  const isFirst = workspaces.length === 0;
  return (
    <Texts of={["account", "workspaces"]}>
      <div className="mx-auto max-w-2xl px-5 pb-24">
        <header className="flex items-center justify-between py-5">
          <Link href="/" className="font-semibold tracking-tight text-accent">
            Parley
          </Link>
          <div className="flex items-center gap-2">
            {isOperator && (
              <Link href="/ops" className={buttonClass("ghost")}>
                {t("operation")}
              </Link>
            )}
            <Link href="/account" className={buttonClass("ghost", "max-w-48")}>
              <span className="truncate">
                <bdi>{name}</bdi>
              </span>
            </Link>
            <ThemeToggle />
          </div>
        </header>
        <main className="grid gap-12 pt-6">
          <section>
            <h1 className="text-2xl font-semibold tracking-tight">{t("title")}</h1>
            {isFirst ? (
              <p className="mt-2 text-ink-soft text-pretty">{t("empty")}</p>
            ) : (
              <RowList className="mt-6">
                {workspaces.map(({ slug, name, role, deleteAt }) => (
                  <li key={slug} className="relative">
                    <div className="min-w-0 flex-1">
                      <Link href={`/admin/${slug}`} className="font-medium after:absolute after:inset-0">
                        <bdi>{name}</bdi>
                      </Link>
                      <p className="truncate text-sm text-ink-muted">/admin/{slug}</p>
                      {deleteAt && (
                        <p className="text-sm text-danger">
                          {t("deletedOn", {
                            day: format.dateTime(new Date(deleteAt), { dateStyle: "long" }),
                          })}
                        </p>
                      )}
                    </div>
                    <span className="text-sm text-ink-muted">{roles(role)}</span>
                  </li>
                ))}
              </RowList>
            )}
          </section>
          {isFirst ? (
            <section className="max-w-sm" aria-labelledby="new">
              <h2 id="new" className="mb-4 font-semibold">
                {t("new")}
              </h2>
              <WorkspaceForm autoFocus />
            </section>
          ) : (
            <details className="max-w-sm" open={list === "new"}>
              <summary className={buttonClass("outline", "w-fit cursor-pointer list-none")}>
                <Plus aria-hidden />
                {t("new")}
              </summary>
              <div className="mt-6">
                <WorkspaceForm />
              </div>
            </details>
          )}
        </main>
      </div>
    </Texts>
  );
}
