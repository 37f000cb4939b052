import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { KeysView } from "#components/studio/keys-view.tsx";
import { listApiKeys } from "#lib/auth/api-key/list-api-keys.ts";
import { listChatbots } from "#lib/chatbot/list-chatbots.ts";

type Props = { params: Promise<{ tenant: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studio"))("keys") };
}

export default async function Page({ params }: Props) {
  const { tenant } = await params;
  const { ctx, person } = await requireMember(tenant, "keys:read", `/admin/${tenant}/keys`);
  const [keys, chatbots] = await Promise.all([listApiKeys(ctx), listChatbots(ctx)]);
  return (
    <KeysView
      tenant={tenant}
      self={person.userId}
      initial={keys}
      chatbots={chatbots}
      now={new Date().toISOString()}
    />
  );
}
