import { methods } from "#app/_server/routes/methods.ts";
import { slackInstallRoute } from "#app/_server/routes/slack-routes.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: slackInstallRoute,
});
