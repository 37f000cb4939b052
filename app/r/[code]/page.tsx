import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { currentPerson } from "#app/_server/pages/page.ts";
import { findRoomPage } from "#app/_server/pages/room-page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { Room } from "#components/rooms/room.tsx";
import { AccentStyle } from "#components/ui/accent-style.tsx";
import { publicUrl } from "#lib/core/env.ts";
import { socketOrigin } from "#lib/core/socket-origin.ts";
import { hasPayments } from "#lib/payments/stripe.ts";

type Props = { params: Promise<{ code: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await findRoomPage((await params).code);
  return { title: (found ?? notFound()).room.title, robots: { index: false } };
}

export default async function Page({ params }: Props) {
  const [found, person] = await Promise.all([findRoomPage((await params).code), currentPerson()]);
  const { room, self, actor, accent } = found ?? notFound();
  return (
    <Texts of={["rooms", "chat", "citation", "markdown"]}>
      <AccentStyle accent={accent} nonce={(await headers()).get("x-nonce") ?? ""} />
      <Room
        room={room}
        self={self}
        hasPayments={hasPayments()}
        link={`${publicUrl()}/r/${room.code}`}
        name={person?.name ?? null}
        socketOrigin={socketOrigin()}
        mustSignIn={room.access !== "open" && actor === "public"}
      />
    </Texts>
  );
}
