import { z } from "zod";
import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { allows } from "#lib/access/permissions.ts";
import { exportReport, reportFormats, withoutCosts } from "#lib/analytics/export-report.ts";
import { getReport } from "#lib/analytics/get-report.ts";
import { readAnalyticsQuery } from "#lib/analytics/period.ts";
import { readReportFilter } from "#lib/analytics/read-report-filter.ts";
import { listChatbots } from "#lib/chatbot/list-chatbots.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";

const exportQuery = z.object({ format: z.enum(reportFormats).default("json") });
const types = { csv: "text/csv; charset=utf-8", json: "application/json" };

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** The figures of a period as a file. `format`: csv or json; the rest as in the page's address. */
  GET: memberRoute({ permission: "conversations:read" }, async ({ ctx, role }, { query }) => {
    const given = Object.fromEntries(query);
    const { format } = exportQuery.parse(given);
    const asked = readAnalyticsQuery(given);
    const [chatbots, { settings }] = await Promise.all([listChatbots(ctx), getWorkspace(ctx)]);
    const report = await getReport(ctx, asked, readReportFilter(asked, chatbots), settings.timeZone);
    const body = exportReport(allows(role, "usage:read") ? report : withoutCosts(report), format);
    return new Response(body, {
      headers: {
        "content-type": types[format],
        "content-disposition": `attachment; filename="analytics.${format}"`,
        "cache-control": "no-store",
      },
    });
  }),
});
