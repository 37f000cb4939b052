import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { buttonClass } from "#components/ui/button.tsx";
import { MessagePage } from "#components/ui/message-page.tsx";
import { listWorkspaces } from "#lib/tenant/list-workspaces.ts";
import { requirePerson } from "./page.ts";

/** Leads to a page of the signed-in person's only workspace, or lets them choose one of several. */
export async function ChooseWorkspace({ place }: { place: "teams" | "updates" }) {
  const person = await requirePerson(`/${place}`);
  const workspaces = await listWorkspaces(person.operator, person.userId);
  const [first, ...others] = workspaces;
  if (first && others.length === 0) redirect(`/admin/${first.slug}/${place}`);
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
