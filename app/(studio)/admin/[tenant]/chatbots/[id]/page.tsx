import type { Metadata } from "next";
import { orNotFound, requireMember } from "#app/_server/pages/page.ts";
import { ChatbotEditor } from "#components/studio/chatbot-editor.tsx";
import { allows } from "#lib/access/permissions.ts";
import { getStandardModel } from "#lib/chatbot/connection/get-standard-model.ts";
import { getStudioChatbot } from "#lib/chatbot/get-studio-chatbot.ts";
import { publicUrl } from "#lib/core/env.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import { countKnowledge } from "#lib/knowledge/sources/count-knowledge.ts";

type Props = {
  params: Promise<{ tenant: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

async function load({ params }: Pick<Props, "params">) {
  const { tenant, id } = await params;
  const { ctx, role } = await requireMember(tenant, "chatbots:read", `/admin/${tenant}/chatbots/${id}`);
  return { tenant, ctx, role, chatbot: await orNotFound(getStudioChatbot(ctx, id)) };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: isolateText((await load(props)).chatbot.name) };
}

export default async function Page(props: Props) {
  const { tenant, ctx, role, chatbot } = await load(props);
  const [known, model, { view }] = await Promise.all([
    countKnowledge(ctx),
    getStandardModel(ctx),
    props.searchParams,
  ]);
  return (
    <ChatbotEditor
      key={chatbot.id}
      tenant={tenant}
      baseUrl={publicUrl()}
      initial={chatbot}
      initialView={view === "test" ? "test" : "form"}
      model={model}
      mayConnect={allows(role, "workspace:write")}
      documents={known.get(chatbot.id)?.documents ?? 0}
      mayChange={allows(role, "chatbots:write")}
    />
  );
}
