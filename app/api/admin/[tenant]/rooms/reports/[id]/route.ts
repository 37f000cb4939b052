import { z } from "zod";
import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { decideReportInStudio } from "#lib/rooms/studio/decide-report-in-studio.ts";

const body = z.object({ decision: z.enum(["resolved", "dismissed", "delete"]) });

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PATCH: memberRoute({ permission: "rooms:write", body }, ({ ctx }, { params, body }) =>
    decideReportInStudio(ctx, params.id ?? "", body.decision),
  ),
});
