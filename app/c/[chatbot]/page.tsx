import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { admitPage, orNotFound, orNull } from "#app/_server/pages/page.ts";
import { Chat } from "#components/chat/chat.tsx";
import { AccentStyle } from "#components/ui/accent-style.tsx";
import { presentChatbot } from "#lib/chatbot/present-chatbot.ts";
import { describeConversation } from "#lib/conversation/describe-conversation.ts";
import { listConversations } from "#lib/conversation/list-conversations.ts";
import { listMessages } from "#lib/conversation/list-messages.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import { getOwnEntitlement } from "#lib/people/get-own-entitlement.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";

type Props = {
  params: Promise<{ chatbot: string }>;
  searchParams: Promise<{ conversation?: string | string[] }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { ctx, chatbotId } = await admitPage((await params).chatbot);
  const [t, { name, greeting }, workspace] = await Promise.all([
    getTranslations("chat"),
    orNotFound(presentChatbot(ctx, chatbotId)),
    getWorkspace(ctx),
  ]);
  // Of the chatbot, not of Parley: this is what a shared link shows.
  const description = greeting || t("linkPreview", { name, workspace: workspace.name });
  return {
    title: isolateText(name),
    description,
    openGraph: { type: "website", title: name, description, siteName: workspace.name },
    twitter: { card: "summary" },
  };
}

/** The sky's tables are large, so they load only where they are shown. */
async function moonNow(): Promise<number> {
  const { moonAngle } = await import("#lib/oracle/moon.ts");
  return moonAngle(new Date());
}

export default async function Page({ params, searchParams }: Props) {
  const { chatbot: handle } = await params;
  const { ctx, chatbotId, freshToken } = await admitPage(handle);
  const { conversation: name } = await searchParams;
  const isNamed = typeof name === "string" && !freshToken;
  const [chatbot, { settings }, list, conversation, messages, ownEntitlement] = await Promise.all([
    orNotFound(presentChatbot(ctx, chatbotId)),
    getWorkspace(ctx),
    freshToken ? null : listConversations(ctx, { chatbotId }),
    isNamed ? orNull(describeConversation(ctx, name)) : null,
    isNamed ? orNull(listMessages(ctx, { name })) : null,
    getOwnEntitlement(ctx),
  ]);
  if (chatbot.handle !== handle)
    redirect(
      `/c/${chatbot.handle}${typeof name === "string" ? `?${new URLSearchParams({ conversation: name })}` : ""}`,
    );
  const isCounted =
    ownEntitlement.accounts || ownEntitlement.person !== null || settings.access.guestMessages !== null;
  const moon = chatbot.look === "night" ? await moonNow() : null;
  const isOfThis = conversation?.chatbot === chatbot.handle;
  return (
    <>
      <AccentStyle accent={settings.accent} nonce={(await headers()).get("x-nonce") ?? ""} />
      <Chat
        chatbot={chatbot}
        logo={settings.logo}
        moon={moon}
        initialConversation={isOfThis ? conversation : null}
        initialMessages={isOfThis ? messages : null}
        initialList={list}
        now={new Date().toISOString()}
        ownEntitlement={isCounted ? ownEntitlement : null}
        isMember={ctx.actor.kind === "user" || ctx.actor.kind === "person"}
      />
    </>
  );
}
