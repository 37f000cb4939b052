import type { OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { invalidateSession } from "../admission/admission-cache.ts";
import { updateUser } from "../queries/users.ts";

/** Changes a person's name. Their other sessions see it when those are read again, within seconds. */
export async function renamePerson(
  operator: OperatorContext,
  { userId, sessionId, name }: { userId: Id<"usr">; sessionId: Id<"ses">; name: string },
): Promise<void> {
  await updateUser(operator, userId, { name });
  invalidateSession(sessionId);
}
