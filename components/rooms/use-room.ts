import { useEffect, useState, useSyncExternalStore } from "react";
import { waitForNetwork, watchConnection } from "#components/streams/watch-connection.ts";
import type { WireParticipant, WireRoom } from "#lib/rooms/wire.ts";
import { followRoom } from "./follow-room.ts";
import type { RoomApi } from "./room-api.ts";
import { openRoomSocket, roomSocketUrl } from "./room-socket.ts";
import { createRoomStore, emptyRoom } from "./room-store.ts";
import { useAwake } from "./use-awake.ts";
import { useOutbox } from "./use-outbox.ts";

const HIDDEN_MS = 60_000;

/** The room's state, kept up to date while the page is visible. */
export function useRoom(room: WireRoom, self: WireParticipant, api: RoomApi, socketOrigin: string | null) {
  const [store] = useState(() => createRoomStore(emptyRoom(room, self)));
  const state = useSyncExternalStore(store.subscribe, store.read, store.read);
  const isAwake = useAwake(HIDDEN_MS);

  useEffect(() => {
    if (!isAwake) return store.dispatch({ type: "paused" });
    const end = new AbortController();
    store.dispatch({ type: "connecting" });
    const source = {
      open: api.open,
      socket: socketOrigin
        ? (cursor: string | null, signal: AbortSignal, onData: () => void) =>
            openRoomSocket({
              url: roomSocketUrl(socketOrigin, room.code),
              cursor,
              getTicket: api.ticket,
              onData,
              signal,
            })
        : null,
      cursor: () => store.read().cursor,
      wait: waitForNetwork,
      watch: watchNetwork,
      random: Math.random,
      now: Date.now,
    };
    void followRoom(source, store.dispatch, end.signal);
    return () => end.abort();
  }, [isAwake, store, api, room.code, socketOrigin]);

  useOutbox(state, store, api);
  return { state, dispatch: store.dispatch };
}

/** Besides silence, the browser's own report that the network is gone ends a connection. */
function watchNetwork(onSilent: () => void, answerWithin: number) {
  const watch = watchConnection(onSilent, answerWithin);
  addEventListener("offline", onSilent);
  return {
    heard: watch.heard,
    end: () => {
      removeEventListener("offline", onSilent);
      watch.end();
    },
  };
}
