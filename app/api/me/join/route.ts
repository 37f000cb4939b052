import { z } from "zod";
import { joinRoute } from "#app/_server/routes/join-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { mergeGuestHistory } from "#lib/privacy/merge-guest-history.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: joinRoute(
    { limit: "account", body: z.object({ chatbot: z.string().min(1).max(64) }) },
    ({ ctx, person }) => mergeGuestHistory(ctx, person),
  ),
});
