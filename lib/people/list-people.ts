import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { isId } from "#lib/core/ids.ts";
import { searchableText } from "#lib/core/storable-text.ts";
import { openAccess } from "#lib/tenant/schema.ts";
import { findAccessPolicy } from "./queries/entitlements.ts";
import { listPeopleRows } from "./queries/people.ts";
import type { PeoplePage } from "./schema.ts";
import { summarizePerson } from "./summarize-person.ts";

const PAGE = 50;

/** Lists the workspace's end users, newest first. */
export async function listPeople(
  ctx: Context,
  page: { query?: string; before?: string },
): Promise<PeoplePage> {
  const { before } = page;
  if (before !== undefined && !isId("usr", before))
    throw new ParleyError("invalid", "The cursor is not valid.");
  const query = searchableText(page.query);
  const [rows, access] = await Promise.all([
    listPeopleRows(ctx, { query, before, limit: PAGE + 1 }),
    findAccessPolicy(ctx),
  ]);
  const policy = { ...openAccess, ...access };
  const shown = rows.slice(0, PAGE);
  return {
    people: shown.map((row) => summarizePerson(row, policy, ctx.now())),
    before: rows.length > PAGE ? (shown.at(-1)?.userId ?? null) : null,
  };
}
