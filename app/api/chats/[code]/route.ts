import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { deleteRoom } from "#lib/rooms/lifecycle/delete-room.ts";
import { getRoom, type RoomView } from "#lib/rooms/lifecycle/get-room.ts";
import { updateRoom } from "#lib/rooms/lifecycle/update-room.ts";
import { updateRoomRequest } from "#lib/rooms/schema.ts";

const present = ({ room, self }: RoomView) => ({ code: room.code, title: room.title, room, self });

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: roomRoute({}, async ({ ctx, roomId }) => present(await getRoom(ctx, roomId))),
  PATCH: roomRoute({ body: updateRoomRequest }, async ({ ctx, roomId }, { body }) => {
    const undo = await updateRoom(ctx, roomId, body);
    return { ...present(await getRoom(ctx, roomId)), undo };
  }),
  DELETE: roomRoute({}, ({ ctx, roomId }) => deleteRoom(ctx, roomId)),
});
