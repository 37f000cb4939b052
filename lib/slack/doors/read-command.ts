import { createHash } from "node:crypto";
import { z } from "zod";
import { ParleyError } from "#lib/core/errors.ts";
import { parseJson } from "#lib/core/parse-json.ts";

const command = z.looseObject({
  team_id: z.string(),
  api_app_id: z.string(),
  user_id: z.string().min(1).max(64),
  text: z.string().default(""),
  trigger_id: z.string().default(""),
});

const interaction = z.looseObject({
  type: z.string(),
  api_app_id: z.string(),
  team: z.looseObject({ id: z.string() }).nullish(),
  user: z.looseObject({ id: z.string().min(1).max(64), team_id: z.string().optional() }),
  trigger_id: z.string().default(""),
  actions: z.array(z.looseObject({ action_id: z.string(), value: z.string().optional() })).default([]),
  view: z
    .looseObject({
      callback_id: z.string().default(""),
      private_metadata: z.string().default(""),
      state: z
        .looseObject({
          values: z.record(
            z.string(),
            z.record(
              z.string(),
              z.looseObject({
                value: z.string().nullish(),
                selected_option: z.looseObject({ value: z.string() }).nullish(),
              }),
            ),
          ),
        })
        .optional(),
    })
    .optional(),
});

/** A request from Slack that has no id of its own is known by its bytes: a repeated one has the same. */
type FromSlack<T> = {
  id: string;
  slackTeamId: string;
  appId: string;
  user: string;
  trigger: string;
} & T;

export type SlackCommand = FromSlack<{ text: string }>;
export type SlackInteraction = FromSlack<{
  type: string;
  action: { id: string; value: string } | null;
  view: { callback: string; metadata: string; answers: Record<string, string> } | null;
}>;

const idOf = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 40);

/** @param text form fields. @throws ParleyError invalid */
export function readSlackCommand(text: string): SlackCommand {
  const { data } = command.safeParse(Object.fromEntries(new URLSearchParams(text)));
  if (!data) throw new ParleyError("invalid", "The request body is not a command.");
  return {
    id: idOf(text),
    slackTeamId: data.team_id,
    appId: data.api_app_id,
    user: data.user_id,
    trigger: data.trigger_id,
    text: data.text,
  };
}

/** @param text form fields, of which `payload` is JSON. @throws ParleyError invalid */
export function readSlackInteraction(text: string): SlackInteraction {
  const { data } = interaction.safeParse(payloadOf(text));
  if (!data) throw new ParleyError("invalid", "The request body is not an interaction.");
  const [action] = data.actions;
  const values = Object.entries(data.view?.state?.values ?? {});
  return {
    id: idOf(text),
    slackTeamId: data.team?.id ?? data.user.team_id ?? "",
    appId: data.api_app_id,
    user: data.user.id,
    trigger: data.trigger_id,
    type: data.type,
    action: action ? { id: action.action_id, value: action.value ?? "" } : null,
    view: data.view
      ? {
          callback: data.view.callback_id,
          metadata: data.view.private_metadata,
          answers: Object.fromEntries(
            values.map(([block, fields]) => [block, answerIn(Object.values(fields)[0])]),
          ),
        }
      : null,
  };
}

/** What was written in a field, or the value of what was chosen. */
function answerIn(
  field: { value?: string | null; selected_option?: { value: string } | null } | undefined,
): string {
  return field?.value ?? field?.selected_option?.value ?? "";
}

function payloadOf(text: string): unknown {
  try {
    return parseJson(new URLSearchParams(text).get("payload") ?? "");
  } catch {
    return null;
  }
}
