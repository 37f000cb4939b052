import type { Context } from "#lib/context/context.ts";
import { listAccessCodeRows } from "./queries/access-codes.ts";
import type { AccessCodeSummary } from "./schema.ts";

const MAX_CODES = 100;

/** Lists the active codes, newest first, at most a hundred. */
export async function listAccessCodes(ctx: Context): Promise<AccessCodeSummary[]> {
  const rows = await listAccessCodeRows(ctx, MAX_CODES);
  return rows.map(({ hash, createdAt, ...rest }) => ({
    id: hash,
    createdAt: createdAt.toISOString(),
    ...rest,
  }));
}
