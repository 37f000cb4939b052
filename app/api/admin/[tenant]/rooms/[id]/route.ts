import { z } from "zod";
import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { deleteRoomInStudio } from "#lib/rooms/studio/delete-room-in-studio.ts";
import { setRoomState } from "#lib/rooms/studio/set-room-state.ts";

const body = z.object({ state: z.enum(["open", "archived"]) });

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PATCH: memberRoute({ permission: "rooms:write", body }, ({ ctx }, { params, body }) =>
    setRoomState(ctx, params.id ?? "", body.state),
  ),
  DELETE: memberRoute({ permission: "rooms:write" }, ({ ctx }, { params }) =>
    deleteRoomInStudio(ctx, params.id ?? ""),
  ),
});
