import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { hideOnboarding } from "#lib/tenant/hide-onboarding.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Hides the first steps for all members. */
  DELETE: memberRoute({ permission: "chatbots:write" }, ({ ctx }) => hideOnboarding(ctx)),
});
