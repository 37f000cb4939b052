import { z } from "zod";
import type { Context } from "#lib/context/context.ts";
import { callSlack } from "../call-slack.ts";
import { findSlack } from "../doors/find-slack.ts";
import { listPersonRows } from "../queries/installations.ts";
import { personOf, type SlackPerson, slackUser } from "./read-person.ts";

const PAGE = "200";
const MAX_PAGES = 5;
/** A page of Studio waits for this. */
const TIMEOUT_MS = 2_500;

const listed = slackUser.extend({ is_bot: z.boolean().nullish() });
const page = z.looseObject({
  members: z.array(listed),
  response_metadata: z.looseObject({ next_cursor: z.string().optional() }).nullish(),
});

/**
 * People of the connected Slack workspace by name, at most 1,000; those who are known here if Slack does not
 * say; null while Slack is not connected.
 */
export async function listSlackMembers(ctx: Context): Promise<SlackPerson[] | null> {
  const slack = await findSlack(ctx);
  if (!slack) return null;
  const people = (await askSlack(slack.token)) ?? (await listPersonRows(ctx)).filter((one) => one.isActive);
  return people
    .map(({ slackUser: id, name, timeZone, isActive }) => ({ slackUser: id, name, timeZone, isActive }))
    .sort((one, other) => one.name.localeCompare(other.name, "en"));
}

async function askSlack(token: string): Promise<SlackPerson[] | null> {
  const people: SlackPerson[] = [];
  let cursor: string | undefined;
  for (let count = 0; count < MAX_PAGES; count += 1) {
    const args = { limit: PAGE, cursor };
    const answer = await callSlack("users.list", { token, args, timeoutMs: TIMEOUT_MS });
    const read = answer.outcome === "ok" ? page.safeParse(answer.body).data : undefined;
    if (!read) return null;
    const present = read.members.filter((one) => !one.deleted && !one.is_bot && one.id !== "USLACKBOT");
    people.push(...present.map(personOf));
    cursor = read.response_metadata?.next_cursor || undefined;
    if (!cursor) break;
  }
  return people;
}
