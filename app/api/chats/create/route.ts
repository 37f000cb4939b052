import { createRoomRoute } from "#app/_server/routes/create-room-route.ts";
import { methods } from "#app/_server/routes/methods.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: createRoomRoute,
});
