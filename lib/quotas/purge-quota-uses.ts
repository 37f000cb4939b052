import type { OperatorContext } from "#lib/context/context.ts";
import { deleteOldUses } from "./queries/uses.ts";

const KEEP_MS = 60 * 86_400_000;

/** Purges daily usage that is two months old. */
export async function purgeQuotaUses(operator: OperatorContext): Promise<void> {
  await deleteOldUses(operator, new Date(operator.now().getTime() - KEEP_MS).toISOString().slice(0, 10));
}
