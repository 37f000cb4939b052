import { chatDirectErrors, chatDirectRoute } from "#app/_server/routes/chat-direct-route.ts";
import { methods } from "#app/_server/routes/methods.ts";

export const maxDuration = 300;

export const { GET, POST, PUT, PATCH, DELETE } = methods(
  {
    POST: chatDirectRoute,
  },
  chatDirectErrors,
);
