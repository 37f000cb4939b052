import { admitMember } from "#lib/auth/admission/admit-member.ts";
import { admitPerson } from "#lib/auth/admission/admit-person.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { metrics } from "#lib/core/metrics.ts";
import { slackFailures } from "#lib/core/recent-failures.ts";
import { completeInstall } from "#lib/slack/connect/complete-install.ts";
import { startInstall } from "#lib/slack/connect/start-install.ts";
import { openSlackRequest } from "#lib/slack/doors/open-request.ts";
import { receiveSlackEvent } from "#lib/slack/doors/receive-event.ts";
import { actInSlack } from "#lib/status/slack/act-in-slack.ts";
import { answerMessage } from "#lib/status/slack/answer-message.ts";
import { runSlackCommand } from "#lib/status/slack/run-slack-command.ts";
import { accountCookie } from "../cookies/session-cookies.ts";
import { readBytes } from "../http/read-body.ts";
import { requireSameOrigin } from "../http/same-origin.ts";
import { type RouteHandler, type RouteInput, routeHandler } from "./route-handler.ts";

const MAX_BYTES = 500_000;

/** Sends an admin to Slack, to agree that the app joins. */
export const slackInstallRoute = routeHandler({}, async ({ request, requestId, query }) => {
  requireSameOrigin(request);
  const cookie = accountCookie(request.headers, "session");
  const slug = query.get("tenant");
  if (!slug) {
    await admitPerson(cookie);
    return redirectTo("/admin");
  }
  const { ctx, person } = await admitMember(cookie, slug, "workspace:write", requestId);
  return redirectTo(startInstall(ctx, slug, person.sessionId));
});

/** Where Slack sends the admin's browser afterwards. */
export const slackCallbackRoute = routeHandler({}, async ({ request, requestId, query }) => {
  const cookie = accountCookie(request.headers, "session");
  return redirectTo(await completeInstall(cookie, query, requestId));
});

export const slackEventsRoute = slackDoor("events", async (text, { requestId }) =>
  receiveSlackEvent(text, requestId, answerMessage),
);
export const slackCommandRoute = slackDoor("command", (text, { requestId }) =>
  runSlackCommand(text, requestId),
);
export const slackInteractiveRoute = slackDoor("interactive", (text, { requestId }) =>
  actInSlack(text, requestId),
);

type Door = "events" | "command" | "interactive";

/** Open to what Slack signed, over the raw bytes. Slack sends again what was not answered with 200. */
function slackDoor(door: Door, handle: (text: string, input: RouteInput) => Promise<object>): RouteHandler {
  return routeHandler({}, async (input) => {
    const { headers } = input.request;
    const count = (outcome: "done" | "refused" | "failed") => {
      metrics().slackRequests.inc({ door, outcome });
      // What is refused is not from Slack, so it says nothing about the connection.
      if (outcome !== "refused") slackFailures().add(outcome === "failed", Date.now());
    };
    try {
      const text = openSlackRequest(await readBytes(input.request, MAX_BYTES), {
        timestamp: headers.get("x-slack-request-timestamp"),
        signature: headers.get("x-slack-signature"),
      });
      const answer = await handle(text, input);
      count("done");
      return answer;
    } catch (error) {
      const isRefused = error instanceof ParleyError && error.code !== "unavailable";
      count(isRefused ? "refused" : "failed");
      if (!isRefused) log().error({ door, ...errorFields(error) }, "a request from Slack failed");
      throw error;
    }
  });
}

function redirectTo(location: string): Response {
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}
