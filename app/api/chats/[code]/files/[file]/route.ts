import { fileResponse } from "#app/_server/http/file-response.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { getFile } from "#lib/rooms/files/get-file.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: roomRoute({}, async ({ ctx, roomId }, { params }) => {
    const { file, bytes } = await getFile(ctx, roomId, params.file ?? "");
    return fileResponse(file, bytes);
  }),
});
