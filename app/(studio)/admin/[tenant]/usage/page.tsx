import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { LimitsForm } from "#components/studio/usage/limits-form.tsx";
import { PricesForm } from "#components/studio/usage/prices-form.tsx";
import { QuotaMeters } from "#components/studio/usage/quota-meters.tsx";
import { UsageMeters } from "#components/studio/usage/usage-meters.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { getUsage } from "#lib/billing/get-usage.ts";
import { listChatbots } from "#lib/chatbot/list-chatbots.ts";
import { getQuotas } from "#lib/quotas/get-quotas.ts";

type Props = { params: Promise<{ tenant: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studioUsage"))("title") };
}

export default async function Page({ params }: Props) {
  const { tenant } = await params;
  const { ctx } = await requireMember(tenant, "usage:read", `/admin/${tenant}/usage`);
  const [t, report, quotas, all] = await Promise.all([
    getTranslations("studioUsage"),
    getUsage(ctx),
    getQuotas(ctx),
    listChatbots(ctx),
  ]);
  const chatbots = all.map(({ id, name }) => ({ id, name }));
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      <UsageMeters report={report} chatbots={chatbots} now={ctx.now().toISOString()} />
      <QuotaMeters quotas={quotas} now={ctx.now().toISOString()} />
      <LimitsForm tenant={tenant} initial={report.budgets} chatbots={chatbots} />
      <PricesForm tenant={tenant} initial={report.prices} />
    </>
  );
}
