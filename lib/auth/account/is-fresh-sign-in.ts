import type { PersonAdmission } from "../admission/admit-person.ts";
import { findSessionStart } from "../queries/sessions.ts";

const FRESH_MS = 600_000;

/** Whether a session began within the last ten minutes. */
export async function isFreshSignIn({
  operator,
  sessionId,
}: Pick<PersonAdmission, "operator" | "sessionId">): Promise<boolean> {
  const since = await findSessionStart(operator, sessionId);
  return since !== null && operator.now().getTime() - since.getTime() < FRESH_MS;
}
