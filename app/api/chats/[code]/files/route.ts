import { readBytes } from "#app/_server/http/read-body.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { uploadFile } from "#lib/rooms/files/upload-file.ts";
import { ROOM_FILE_MAX_BYTES, roomFileQuery } from "#lib/rooms/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** The body is the file itself; `?name=` is its name. */
  POST: roomRoute({ limit: "roomFile" }, async ({ ctx, roomId }, { request, query }) => {
    const { name } = roomFileQuery.parse(Object.fromEntries(query));
    const read = () => readBytes(request, ROOM_FILE_MAX_BYTES);
    return Response.json(await uploadFile(ctx, roomId, { name, read }), {
      status: 201,
      headers: { "cache-control": "no-store" },
    });
  }),
});
