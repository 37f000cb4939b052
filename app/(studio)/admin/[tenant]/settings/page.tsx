import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { SettingsForm } from "#components/studio/settings-form.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { allows } from "#lib/access/permissions.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";

type Props = { params: Promise<{ tenant: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studio"))("settings") };
}

export default async function Page({ params }: Props) {
  const { tenant } = await params;
  const { ctx, role } = await requireMember(tenant, "workspace:read", `/admin/${tenant}/settings`);
  const [t, { name, settings }] = await Promise.all([getTranslations("studio"), getWorkspace(ctx)]);
  return (
    <>
      <PageHead title={t("settings")} lead={t("settingsLead")} />
      <SettingsForm
        tenant={tenant}
        initial={{ name, ...settings }}
        isReadOnly={!allows(role, "workspace:write")}
      />
    </>
  );
}
