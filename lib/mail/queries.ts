import { eq } from "drizzle-orm";
import { endedSubscriptions } from "#db/schema/index.ts";
import type { OperatorContext } from "#lib/context/context.ts";

export async function insertEndedSubscription(operator: OperatorContext, key: string): Promise<void> {
  await operator.db.insert(endedSubscriptions).values({ key }).onConflictDoNothing();
}

export async function deleteEndedSubscription(operator: OperatorContext, key: string): Promise<void> {
  await operator.db.delete(endedSubscriptions).where(eq(endedSubscriptions.key, key));
}

export async function hasEndedSubscription(operator: OperatorContext, key: string): Promise<boolean> {
  const rows = await operator.db
    .select({ key: endedSubscriptions.key })
    .from(endedSubscriptions)
    .where(eq(endedSubscriptions.key, key));
  return rows.length > 0;
}
