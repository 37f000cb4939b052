import type { Context } from "#lib/context/context.ts";
import { insertPlan } from "./queries/accounts.ts";
import type { Plan } from "./schema.ts";

/** Gives a new workspace its plan, in the transaction that creates it. */
export async function assignPlan(tx: Context, plan: Plan): Promise<void> {
  await insertPlan(tx, plan);
}
