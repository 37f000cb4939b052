import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { loadCalendar } from "#lib/status/calendar/load-calendar.ts";
import { calendarInput, MAX_TEAM_BYTES } from "#lib/status/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Reads a calendar's free days and stores nothing. */
  POST: memberRoute(
    { permission: "checkins:write", limit: "account", body: calendarInput, maxBytes: MAX_TEAM_BYTES },
    ({ ctx }, { body }) => loadCalendar(body, { now: ctx.now() }),
  ),
});
