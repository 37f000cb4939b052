import { z } from "zod";
import { chatbotRoute } from "#app/_server/routes/chatbot-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { actorHash } from "#lib/context/context.ts";
import { getProfile } from "#lib/people/get-profile.ts";
import { profile } from "#lib/people/schema.ts";
import { updateProfile } from "#lib/people/update-profile.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: chatbotRoute({}, ({ ctx }) => getProfile(ctx, actorHash(ctx))),
  PUT: chatbotRoute(
    { limit: "account", body: z.object({ chatbot: z.string().min(1).max(64), profile }) },
    ({ ctx }, { body }) => updateProfile(ctx, body.profile),
  ),
});
