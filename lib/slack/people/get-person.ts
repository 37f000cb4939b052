import { callSlack } from "../call-slack.ts";
import type { SlackAdmission } from "../doors/admit-slack.ts";
import { findSlackPerson } from "../queries/installations.ts";
import { personOf, type SlackPerson, slackUser } from "./read-person.ts";
import { storePerson } from "./store-person.ts";

/** Slack waits three seconds for an answer. */
const TIMEOUT_MS = 1_500;

/** Someone who uses the app in Slack. If Slack does not say who they are, their id is their name. */
export async function getSlackPerson({ ctx, token }: SlackAdmission, id: string): Promise<SlackPerson> {
  const known = await findSlackPerson(ctx, id);
  if (known) return known;
  const answer = await callSlack("users.info", { token, args: { user: id }, timeoutMs: TIMEOUT_MS });
  const { data } = slackUser.safeParse(answer.outcome === "ok" ? answer.body.user : null);
  if (!data || data.id !== id) return personOf({ id });
  const person = personOf(data);
  await storePerson(ctx, person);
  return person;
}
