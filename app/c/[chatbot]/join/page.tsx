import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { admitPage, findGuest, orNotFound, requirePerson } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { JoinCard } from "#components/people/join-card.tsx";
import { presentChatbot } from "#lib/chatbot/present-chatbot.ts";
import { listConversations } from "#lib/conversation/list-conversations.ts";

type Props = { params: Promise<{ chatbot: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("people"))("joining") };
}

/** Sign-in returns here: with consent the guest's conversations move to the account, then the chat opens. */
export default async function Page({ params }: Props) {
  const { chatbot: handle } = await params;
  const { ctx, chatbotId } = await admitPage(handle);
  const { name: person, email } = await requirePerson(`/c/${handle}/join`);
  const { kind } = ctx.actor;
  const guest = kind === "user" ? null : await findGuest(handle);
  const said = guest ? (await listConversations(guest, { chatbotId })).conversations.length : 0;
  // Members, and end users without new guest conversations.
  if (kind === "user" || (kind === "person" && said === 0)) redirect(`/c/${handle}`);
  const { name, handle: current } = await orNotFound(presentChatbot(ctx, chatbotId));
  if (current !== handle) redirect(`/c/${current}/join`);
  return (
    <Texts of={["people"]}>
      <main className="mx-auto grid min-h-dvh max-w-sm content-center gap-4 px-5 pb-28">
        <JoinCard
          handle={handle}
          chatbot={name}
          person={{ name: person, email }}
          hasJoined={kind === "person"}
        />
      </main>
    </Texts>
  );
}
