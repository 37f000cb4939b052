import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { DeleteWorkspace } from "#components/studio/delete-workspace.tsx";
import { HandoverSection } from "#components/studio/handover-section.tsx";
import { SettingsForm } from "#components/studio/settings-form.tsx";
import { SettingsNav } from "#components/studio/settings-nav.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { allows } from "#lib/access/permissions.ts";
import { getOffer } from "#lib/tenant/get-offer.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";
import { listMembers } from "#lib/tenant/list-members.ts";

type Props = { params: Promise<{ tenant: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studio"))("settings") };
}

export default async function Page({ params }: Props) {
  const { tenant } = await params;
  const { ctx, role } = await requireMember(tenant, "workspace:read", `/admin/${tenant}/settings`);
  const mayChange = allows(role, "workspace:write");
  const isOwner = allows(role, "workspace:delete");
  const [t, { name, settings, deleteAt }, offer, members] = await Promise.all([
    getTranslations("studio"),
    getWorkspace(ctx),
    getOffer(ctx),
    isOwner ? listMembers(ctx) : null,
  ]);
  return (
    <>
      {mayChange && <SettingsNav tenant={tenant} current="settings" />}
      <PageHead title={t("settings")} lead={t("settingsLead")} />
      <SettingsForm tenant={tenant} initial={{ name, ...settings }} isReadOnly={!mayChange} />
      <div className="mt-12 grid gap-9">
        <HandoverSection
          tenant={tenant}
          offer={offer}
          candidates={members?.filter((member) => member.role !== "owner") ?? null}
        />
        {isOwner && <DeleteWorkspace tenant={tenant} name={name} deleteAt={deleteAt} />}
      </div>
    </>
  );
}
