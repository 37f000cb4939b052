import { isDeepStrictEqual } from "node:util";
import { admitJob } from "#lib/auth/admission/admit-job.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { listTenants } from "#lib/tenant/list-tenants.ts";
import { changeTeam } from "../commands/change-team.ts";
import { findTeams } from "../queries/reads.ts";
import type { TeamCalendar } from "../schema.ts";
import { type Fetch, loadCalendar } from "./load-calendar.ts";

/** Reads the calendars that teams have by address, in all workspaces. Runs each day. */
export async function refreshCalendars(operator: OperatorContext): Promise<void> {
  for (const tenantId of await listTenants(operator))
    await refreshCalendarsOf(admitJob(tenantId, "refresh-calendars")).catch((error: unknown) =>
      log().error({ tenantId, ...errorFields(error) }, "refreshing calendars failed"),
    );
}

/** Nothing is stored for a calendar that has not changed. One that cannot be read keeps its days. */
export async function refreshCalendarsOf(ctx: Context, fetch?: Fetch): Promise<void> {
  for (const { teamId, kind, calendar } of await findTeams(ctx)) {
    if (kind !== "active" || calendar?.source !== "url") continue;
    const fresh = await readAgain(ctx, calendar, fetch);
    if (isDeepStrictEqual(fresh, calendar)) continue;
    await changeTeam(ctx, teamId, (state) =>
      // Someone may have chosen another calendar since.
      state.kind === "active" && state.calendar?.name === calendar.name
        ? [{ type: "change", changes: { calendar: fresh } }]
        : [],
    );
  }
}

async function readAgain(ctx: Context, calendar: TeamCalendar, fetch?: Fetch): Promise<TeamCalendar> {
  try {
    return await loadCalendar({ url: calendar.name }, { now: ctx.now(), ...(fetch && { fetch }) });
  } catch (error) {
    if (!(error instanceof ParleyError)) throw error;
    return { ...calendar, problem: error.message.slice(0, 300) };
  }
}
