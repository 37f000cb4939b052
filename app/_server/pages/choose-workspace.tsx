import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { buttonClass } from "#components/ui/button.tsx";
import { MessagePage } from "#components/ui/message-page.tsx";
import { hasUpdate } from "#lib/status/has-update.ts";
import { listWorkspaces } from "#lib/tenant/list-workspaces.ts";
import { findMember, requirePerson } from "./page.ts";

type ChooseWorkspaceProps = { place: "teams" | "updates" /** The id of one. */; update?: string | null };

/**
 * Leads to a page of the signed-in person's only workspace, or of the one that has an update, or lets them
 * choose one of several.
 */
export async function ChooseWorkspace({ place, update = null }: ChooseWorkspaceProps) {
  const query = update === null ? "" : `?${new URLSearchParams({ update })}`;
  const person = await requirePerson(`/${place}${query}`);
  const workspaces = await listWorkspaces(person.operator, person.userId);
  const [first, ...others] = workspaces;
  if (first && others.length === 0) redirect(`/admin/${first.slug}/${place}${query}`);
  for (const { slug } of update === null ? [] : workspaces) {
    const member = await findMember(slug);
    if (member && update !== null && (await hasUpdate(member.ctx, update)))
      redirect(`/admin/${slug}/${place}${query}`);
  }
  const t = await getTranslations("checkIns");
  if (!first)
    return (
      <MessagePage title={t("noneTitle")} body={t("noneBody")}>
        <Link href="/account" className={buttonClass("primary")}>
          {t("yourAccount")}
        </Link>
      </MessagePage>
    );
  return (
    <MessagePage title={t("chooseTitle")} body={t("chooseBody")}>
      <ul className="grid gap-2">
        {workspaces.map(({ slug, name }) => (
          <li key={slug}>
            <Link href={`/admin/${slug}/${place}`} className={buttonClass("outline")}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </MessagePage>
  );
}
