import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { decideReport } from "#lib/rooms/moderation/decide-report.ts";
import { decideReportRequest } from "#lib/rooms/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PATCH: roomRoute({ body: decideReportRequest }, async ({ ctx, roomId }, { params, body }) => ({
    undo: await decideReport(ctx, roomId, { reportId: params.report ?? "", state: body.state }),
  })),
});
