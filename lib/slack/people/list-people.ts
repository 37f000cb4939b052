import type { Context } from "#lib/context/context.ts";
import { listPersonRows } from "../queries/installations.ts";
import type { SlackPerson } from "./read-person.ts";

/** The people of the Slack workspace that are known. */
export function listSlackPeople(ctx: Context): Promise<SlackPerson[]> {
  return listPersonRows(ctx);
}
