import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { getParticipantHistory } from "#lib/rooms/moderation/get-participant-history.ts";
import { updateParticipant } from "#lib/rooms/participants/update-participant.ts";
import { updateParticipantRequest } from "#lib/rooms/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: roomRoute({}, ({ ctx, roomId }, { params }) =>
    getParticipantHistory(ctx, roomId, params.participant ?? ""),
  ),
  PATCH: roomRoute({ body: updateParticipantRequest }, ({ ctx, roomId }, { params, body }) =>
    updateParticipant(ctx, roomId, { ...body, participantId: params.participant ?? "" }),
  ),
});
