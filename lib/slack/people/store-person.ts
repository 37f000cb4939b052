import type { Context } from "#lib/context/context.ts";
import { putSlackPerson } from "../queries/installations.ts";
import type { SlackPerson } from "./read-person.ts";

/** Stores what Slack says about a person, in place of what it said before. */
export function storePerson(tx: Context, person: SlackPerson): Promise<void> {
  return putSlackPerson(tx, person);
}
