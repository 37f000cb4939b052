import { z } from "zod";
import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { acceptWorkspace, endOffer, offerWorkspace } from "#lib/tenant/hand-over-workspace.ts";

const offer = z.object({ userId: z.string().max(64) });

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Offers the workspace to a member. */
  POST: memberRoute(
    { permission: "workspace:delete", body: offer },
    ({ ctx, person }, { body: { userId } }) => offerWorkspace(ctx, person.operator, userId),
  ),
  /** The member accepts the offer and becomes an owner. */
  PUT: memberRoute({ permission: "workspace:read" }, ({ ctx }) => acceptWorkspace(ctx)),
  /** The member declines the offer, or an owner withdraws it. */
  DELETE: memberRoute({ permission: "workspace:read" }, ({ ctx }) => endOffer(ctx)),
});
