import { z } from "zod";
import { ParleyError } from "#lib/core/errors.ts";
import { parseJson } from "#lib/core/parse-json.ts";
import { revokeInstallation } from "../connect/revoke-installation.ts";
import { isKnownPerson, personOf, slackUser } from "../people/read-person.ts";
import { storePerson } from "../people/store-person.ts";
import { admitSlack, type SlackAdmission } from "./admit-slack.ts";
import { handleOnce } from "./handle-once.ts";

const envelope = z.looseObject({
  type: z.string(),
  challenge: z.string().optional(),
  team_id: z.string().optional(),
  api_app_id: z.string().optional(),
  event_id: z.string().max(100).optional(),
  event_time: z.number().optional(),
  event: z.looseObject({ type: z.string() }).optional(),
  authorizations: z.array(z.looseObject({ team_id: z.string().nullish() })).optional(),
});
const message = z.looseObject({
  channel_type: z.literal("im"),
  channel: z.string(),
  user: z.string(),
  text: z.string(),
  ts: z.string(),
  subtype: z.undefined().optional(),
  bot_id: z.undefined().optional(),
});
const revoked = z.looseObject({ tokens: z.looseObject({ bot: z.array(z.string()).optional() }) });

/** What a person wrote to the app in their direct messages, in Slack's markup. */
export type DirectMessage = { eventId: string; user: string; text: string };
type OnMessage = (admission: SlackAdmission, message: DirectMessage) => Promise<void>;

/**
 * Handles a request to the events door. What is not known or concerns nobody here is acknowledged, or Slack
 * would send it again and finally turn the events off.
 * @returns the body of the answer
 * @throws ParleyError invalid for a body that is not an event
 */
export async function receiveSlackEvent(
  text: string,
  requestId: string,
  onMessage: OnMessage,
): Promise<{ challenge?: string }> {
  const read = envelope.safeParse(readJson(text));
  if (!read.success) throw new ParleyError("invalid", "The request body is not an event.");
  const { type, challenge, event, event_id: eventId } = read.data;
  if (type === "url_verification") return challenge === undefined ? {} : { challenge };
  // In a channel that workspaces share, `team_id` may name the other one.
  const slackTeamId = read.data.authorizations?.[0]?.team_id ?? read.data.team_id;
  if (type !== "event_callback" || !event || !eventId || !slackTeamId) return {};
  const admission = await admitSlack({ slackTeamId, appId: read.data.api_app_id ?? "" }, requestId);
  if (!admission) return {};
  const { ctx, installation } = admission;
  switch (event.type) {
    case "message": {
      const { data } = message.safeParse(event);
      if (data && data.user !== installation.botUserId)
        await onMessage(admission, { eventId, user: data.user, text: data.text });
      return {};
    }
    case "app_uninstalled":
    case "tokens_revoked": {
      const isOwn =
        event.type === "app_uninstalled" ||
        revoked.safeParse(event).data?.tokens.bot?.includes(installation.botUserId);
      // One from before the app was installed again says nothing about now.
      const isStale = (read.data.event_time ?? 0) * 1_000 < installation.connectedAt.getTime() - 1_000;
      if (isOwn && !isStale) await handleOnce(ctx, eventId, [], (tx) => revokeInstallation(tx, event.type));
      return {};
    }
    case "user_change": {
      const { data } = slackUser.safeParse(event.user);
      if (data && (await isKnownPerson(ctx, data.id)))
        await handleOnce(ctx, eventId, [], (tx) => storePerson(tx, personOf(data)));
      return {};
    }
    default:
      return {};
  }
}

function readJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}
