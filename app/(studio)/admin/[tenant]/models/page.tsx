import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { ModelsView } from "#components/studio/models/models-view.tsx";
import { SettingsNav } from "#components/studio/settings-nav.tsx";
import { serverReach } from "#lib/ai/connections/server-reach.ts";
import { instanceModel } from "#lib/ai/instance-model.ts";
import { getConnection } from "#lib/chatbot/connection/get-connection.ts";
import { listStudioChatbots } from "#lib/chatbot/list-studio-chatbots.ts";

type Props = { params: Promise<{ tenant: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studio.models"))("title") };
}

export default async function Page({ params }: Props) {
  const { tenant } = await params;
  const { ctx } = await requireMember(tenant, "workspace:write", `/admin/${tenant}/models`);
  const [connection, chatbots] = await Promise.all([getConnection(ctx), listStudioChatbots(ctx)]);
  return (
    <>
      <SettingsNav tenant={tenant} current="models" />
      <ModelsView
        tenant={tenant}
        connection={connection}
        instance={instanceModel()}
        reach={serverReach()}
        chatbots={chatbots.flatMap(({ id, name, model }) => (model === null ? [] : [{ id, name, model }]))}
      />
    </>
  );
}
