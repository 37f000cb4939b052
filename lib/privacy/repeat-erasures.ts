import { removeRestoredAccount } from "#lib/auth/account/remove-account.ts";
import type { Actor, Context, OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { listTenants } from "#lib/tenant/list-tenants.ts";
import { eraseOwnData } from "./erase-own-data.ts";
import { type Erasure, listErasures } from "./erasures.ts";

/**
 * Repeats the erasures that were noted since a time, after a backup of that time was restored.
 * @param enter makes a context for an actor of a workspace
 * @returns their number
 */
export async function repeatErasures(
  operator: OperatorContext,
  enter: (tenantId: Id<"ten">, actor: Actor) => Context,
  since: Date,
): Promise<number> {
  const known = new Set(await listTenants(operator));
  let repeated = 0;
  for await (const erasure of listErasures(since)) {
    if (!known.has(erasure.tenantId)) continue;
    await eraseOwnData(enter(erasure.tenantId, actorOf(erasure)));
    if (erasure.account) await removeRestoredAccount(operator, erasure.id as Id<"usr">);
    repeated += 1;
  }
  return repeated;
}

function actorOf({ actor, id, userIdHash }: Erasure): Actor {
  if (actor === "visitor") return { kind: "visitor", id: id as Id<"vis">, userIdHash };
  return { kind: "person", id: id as Id<"usr">, sessionId: "ses_" as Id<"ses">, userIdHash };
}
