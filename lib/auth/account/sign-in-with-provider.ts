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
  const name = nameOf(profile.name) || nameOf(email.split("@")[0]);
  try {
    return await operatorTransaction(operator, async (tx) => {
      const userId = await openAccount(tx, email, name);
      // Rolls back this account, because another request of the same person created one.
      if (!(await insertIdentity(tx, { provider, subject, userId }))) throw new LinkedMeanwhile();
      return userId;
    });
  } catch (error) {
    if (error instanceof LinkedMeanwhile) return findIdentity(operator, provider, subject);
    throw error;
  }
}

class LinkedMeanwhile extends Error {}

/** Finds or creates the confirmed account of an email address. */
async function openAccount(tx: OperatorContext, email: string, name: string): Promise<Id<"usr">> {
  const fresh = { id: newId("usr"), email, name, passwordHash: null, emailVerifiedAt: tx.now() };
  const known = await findUserByEmail(tx, email);
  if (known && !known.emailVerifiedAt) {
    await updateUser(tx, known.id, { passwordHash: null, emailVerifiedAt: tx.now() });
    await revokeSessions(tx, known.id);
  }
  if (known) return known.id;
  const made = await putUnverifiedUser(tx, fresh);
  if (made) return made;
  const meanwhile = await findUserByEmail(tx, email);
  if (!meanwhile) throw new Error("The account was deleted while its owner signed in.");
  return meanwhile.id;
}

/** The profile's id. Anything but a string or a number could be the same id for many people. */
function subjectOf({ sub, id }: Record<string, unknown>): string {
  const subject = sub ?? id;
  return typeof subject === "string" || typeof subject === "number" ? String(subject) : "";
}

/** A provider's name holds whatever its user typed there, so it is cleaned as at sign-up. */
function nameOf(name: unknown): string {
  return typeof name === "string" ? cutName(name.replace(/[\p{Cf}<>]/gu, ""), NAME_MAX_CHARS) : "";
}
