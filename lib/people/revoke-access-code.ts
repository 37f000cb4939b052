import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound } from "#lib/core/errors.ts";
import { revokeAccessCodeRow } from "./queries/access-codes.ts";

/** Revokes a code; people who have used it keep their access. @throws ParleyError not_found */
export async function revokeAccessCode(ctx: Context, id: string): Promise<void> {
  if (!/^[\w-]{43}$/.test(id)) throw notFound("code");
  await transaction(ctx, async (tx) => {
    if (!(await revokeAccessCodeRow(tx, id))) throw notFound("code");
    await recordAudit(tx, { action: "code.withdrawn", target: id.slice(0, 8) });
  });
}
