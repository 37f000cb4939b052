"use client";

import { useState } from "react";
import type { WireParticipant, WireRoom } from "#lib/rooms/wire.ts";
import { EndedCard } from "./ended-card.tsx";
import { JoinForm } from "./join-form.tsx";
import { createRoomApi } from "./room-api.ts";
import { RoomChat } from "./room-chat.tsx";
import { useRoom } from "./use-room.ts";
import { WaitingCard } from "./waiting-card.tsx";

type RoomProps = {
  room: WireRoom;
  /** Null until the reader has joined. */
  self: WireParticipant | null;
  /** The URL to invite others with. */
  link: string;
  /** Whether the instance takes payments. */
  hasPayments: boolean;
  /** Of a signed-in person. */
  name: string | null;
  /** The room is for people with an account, and the reader is not signed in. */
  mustSignIn: boolean;
  /** Where sockets are opened; `same` for the page's server, null if the instance has none. */
  socketOrigin: string | null;
};

/** A room: the form to join it, then the room itself until it ends for the reader. */
export function Room({ room, self, link, hasPayments, name, mustSignIn, socketOrigin }: RoomProps) {
  const [api] = useState(() => createRoomApi(room.code));
  const [joined, setJoined] = useState(self && { room, self });
  if (!joined)
    return <JoinForm room={room} name={name} mustSignIn={mustSignIn} api={api} onJoined={setJoined} />;
  return (
    <JoinedRoom {...joined} api={api} link={link} socketOrigin={socketOrigin} hasPayments={hasPayments} />
  );
}

type JoinedRoomProps = {
  room: WireRoom;
  self: WireParticipant;
  api: ReturnType<typeof createRoomApi>;
  link: string;
  socketOrigin: string | null;
  hasPayments: boolean;
};

function JoinedRoom({ room, self, api, link, socketOrigin, hasPayments }: JoinedRoomProps) {
  const { state, dispatch } = useRoom(room, self, api, socketOrigin);
  const { connection } = state;
  // Until the first welcome after a reload, someone in the lobby is not in the room.
  const isFirst = connection.kind !== "ended" && state.cursor === null && !state.self.present;
  if (connection.kind === "waiting" || isFirst)
    return (
      <WaitingCard
        title={room.title}
        name={self.name}
        onLeave={() => void api.leave().then(() => dispatch({ type: "ended", reason: "left" }))}
      />
    );
  if (connection.kind === "ended") return <EndedCard reason={connection.reason} />;
  return <RoomChat api={api} link={link} hasPayments={hasPayments} state={state} dispatch={dispatch} />;
}
