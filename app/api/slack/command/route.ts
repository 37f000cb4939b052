import { methods } from "#app/_server/routes/methods.ts";
import { slackCommandRoute } from "#app/_server/routes/slack-routes.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: slackCommandRoute,
});
