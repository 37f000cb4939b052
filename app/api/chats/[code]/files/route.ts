import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { uploadFile } from "#lib/rooms/files/upload-file.ts";
import { ROOM_FILE_MAX_BYTES, roomFileQuery } from "#lib/rooms/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** The body is the file itself; `?name=` is its name. */
  POST: roomRoute<Uint8Array>(
    { body: "bytes", maxBytes: ROOM_FILE_MAX_BYTES, limit: "roomFile" },
    async ({ ctx, roomId }, { query, body: bytes }) => {
      const { name } = roomFileQuery.parse(Object.fromEntries(query));
      return Response.json(await uploadFile(ctx, roomId, { name, bytes }), {
        status: 201,
        headers: { "cache-control": "no-store" },
      });
    },
  ),
});
