import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { viewerZone } from "#app/_server/pages/viewer-zone.ts";
import { CheckInsNav } from "#components/studio/check-ins/check-ins-nav.tsx";
import { SlackView } from "#components/studio/slack/slack-view.tsx";
import { publicUrl } from "#lib/core/env.ts";
import { getSlackConnection } from "#lib/slack/connect/get-connection.ts";
import { listTroubledMessages } from "#lib/slack/deliveries/list-troubled.ts";
import { slackManifest } from "#lib/slack/manifest.ts";
import { connectProblems } from "#lib/slack/schema.ts";
import { slackApp } from "#lib/slack/slack-app.ts";

type Props = {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studio.slack"))("title") };
}

export default async function Page({ params, searchParams }: Props) {
  const { tenant } = await params;
  const { ctx } = await requireMember(tenant, "workspace:write", `/admin/${tenant}/slack`);
  const [connection, troubled, { problem }, zone] = await Promise.all([
    getSlackConnection(ctx),
    listTroubledMessages(ctx),
    searchParams,
    viewerZone(),
  ]);
  return (
    <Texts of={["studio"]} timeZone={zone}>
      <CheckInsNav tenant={tenant} current="slack" mayManageSlack />
      <SlackView
        tenant={tenant}
        connection={connection}
        hasApp={slackApp() !== null}
        manifest={JSON.stringify(slackManifest(publicUrl()), null, 2)}
        troubled={troubled}
        problem={connectProblems.find((one) => one === problem) ?? null}
      />
    </Texts>
  );
}
