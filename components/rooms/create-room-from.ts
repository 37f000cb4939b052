import { callApi } from "#components/ui/api.ts";
import type { CreateRoomRequest } from "#lib/rooms/schema.ts";
import { newMessageId } from "./new-message-id.ts";
import { copyToCover } from "./photo-api.ts";
import { createRoomApi } from "./room-api.ts";
import type { RoomDraft } from "./room-draft.ts";
import { storeDraft } from "./use-draft.ts";

type Start = {
  /** Of the photo that becomes the room's picture. */
  photoId: string | null;
  /** The host's first message; empty for none. */
  opening: string;
};

/**
 * Creates a room and gives it its picture and first message. Once the room exists, nothing that fails keeps
 * the host out of it: a message that was not sent is in the message box.
 * @returns the room's code
 * @throws ApiError, TypeError if the room was not created
 */
export async function createRoomFrom(draft: RoomDraft, { photoId, opening }: Start): Promise<string> {
  const body: Partial<CreateRoomRequest> = {
    title: draft.title,
    chatbot: draft.chatbot || null,
    bot_manner: draft.chatbot ? draft.manner : "off",
    name: draft.name,
    access: draft.access,
    password: draft.password || null,
    locked: draft.locked,
    slow_seconds: draft.slow_seconds,
    hold: draft.hold,
    lobby: draft.lobby,
    expires_days: draft.expires_days,
  };
  const { code } = await callApi<{ code: string }>("/api/chats/create", { method: "POST", body });
  const room = createRoomApi(code);
  await Promise.all([
    photoId && copyToCover(photoId, code).catch(() => undefined),
    opening &&
      room
        .send({ id: newMessageId(), content: opening, reply_to: null })
        .catch(() => storeDraft(code, opening)),
  ]);
  return code;
}
