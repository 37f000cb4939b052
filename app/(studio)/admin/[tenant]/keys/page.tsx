import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { KeysView } from "#components/studio/keys-view.tsx";
import { listApiKeys } from "#lib/auth/api-key/list-api-keys.ts";

type Props = { params: Promise<{ tenant: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studio"))("keys") };
}

export default async function Page({ params }: Props) {
  const { tenant } = await params;
  const { ctx } = await requireMember(tenant, "keys:read", `/admin/${tenant}/keys`);
  return <KeysView tenant={tenant} initial={await listApiKeys(ctx)} now={new Date().toISOString()} />;
}
