import { useState } from "react";
import type { WireRoom } from "#lib/rooms/wire.ts";
import type { Asking, Confirmable } from "./room-confirm.tsx";
import type { useRoomActions } from "./use-room-actions.ts";

/** The action that the reader is asked to confirm, and what runs if they do. */
export function useConfirmation(actions: ReturnType<typeof useRoomActions>, room: WireRoom) {
  const [asking, ask] = useState<Asking | null>(null);
  const confirm = (asked: Confirmable) => {
    ask(null);
    switch (asked.kind) {
      case "delete":
        return void actions.remove(asked.message);
      case "remove":
      case "ban":
      case "hand_over":
        return void actions.moderate(asked.person, { action: asked.kind });
      case "archive":
        return void actions.change(room, { state: "archived" });
      case "leave":
        return void actions.leave();
      default:
        return asked satisfies never;
    }
  };
  return { asking, ask, confirm };
}
