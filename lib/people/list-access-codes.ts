import type { Context } from "#lib/context/context.ts";
import { listAccessCodeRows } from "./queries.ts";
import type { AccessCodeSummary } from "./schema.ts";

const MOST = 100;

/** Codes that can still be entered, newest first, at most a hundred. */
export async function listAccessCodes(ctx: Context): Promise<AccessCodeSummary[]> {
  const rows = await listAccessCodeRows(ctx, MOST);
  return rows.map(({ hash, createdAt, ...rest }) => ({
    id: hash,
    createdAt: createdAt.toISOString(),
    ...rest,
  }));
}
