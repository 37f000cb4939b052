import type { OperatorContext } from "#lib/context/context.ts";
import { operatorTransaction } from "#lib/context/transaction.ts";
import { cutName } from "#lib/core/clean-name.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { revokeSessions } from "../queries/sessions.ts";
import {
  findIdentity,
  findUserByEmail,
  insertIdentity,
  putUnverifiedUser,
  updateUser,
} from "../queries/users.ts";
import { email as emailShape, NAME_MAX_CHARS } from "../schema.ts";

/**
 * Returns the account of a provider's profile: the linked one, otherwise the one with its email address if
 * the provider has verified it, otherwise a new one. An unconfirmed account loses its password, because
 * another person may have set it.
 * @returns null if the provider has not verified an email address
 */
export async function signInWithProvider(
  operator: OperatorContext,
  provider: string,
  profile: Record<string, unknown>,
): Promise<Id<"usr"> | null> {
  const subject = subjectOf(profile);
  if (!subject) return null;
  const linked = await findIdentity(operator, provider, subject);
  if (linked) return linked;
  const email = emailShape.safeParse(profile.email).data;
  if (!email || profile.email_verified !== true) return null;
  return operatorTransaction(operator, async (tx) => {
    const name = nameOf(profile.name) || nameOf(email.split("@")[0]);
    const known = await findUserByEmail(tx, email);
    const id = known?.id ?? newId("usr");
    if (!known) {
      const made = { id, email, name, passwordHash: null, emailVerifiedAt: tx.now() };
      if (!(await putUnverifiedUser(tx, made))) return null;
    } else if (!known.emailVerifiedAt) {
      await updateUser(tx, id, { passwordHash: null, emailVerifiedAt: tx.now() });
      await revokeSessions(tx, id);
    }
    await insertIdentity(tx, { provider, subject, userId: id });
    return id;
  });
}

/** The profile's id. Anything but a text or a number would be one id for many people. */
function subjectOf({ sub, id }: Record<string, unknown>): string {
  const subject = sub ?? id;
  return typeof subject === "string" || typeof subject === "number" ? String(subject) : "";
}

/** A provider's name holds what its user typed there. Here it gets the shape that sign-up asks for. */
function nameOf(name: unknown): string {
  return typeof name === "string" ? cutName(name.replace(/[\p{Cf}<>]/gu, ""), NAME_MAX_CHARS) : "";
}
