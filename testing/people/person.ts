import { randomBytes } from "node:crypto";
import type { Role } from "#lib/access/role.ts";
import { hashPassword } from "#lib/auth/account/password.ts";
import { confirmSecondFactor } from "#lib/auth/queries/second-factor.ts";
import { putUnverifiedUser } from "#lib/auth/queries/users.ts";
import { startSecondFactorSetup } from "#lib/auth/second-factor/start-second-factor-setup.ts";
import { createSession } from "#lib/auth/session/create-session.ts";
import { writeSessionToken } from "#lib/auth/session/session-token.ts";
import type { Context } from "#lib/context/context.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { insertMember } from "#lib/tenant/queries/members.ts";

export const PASSWORD = "correct horse battery";

export type TestPerson = {
  userId: Id<"usr">;
  sessionId: Id<"ses">;
  email: string;
  name: string;
  /** Text of the session cookie. */
  token: string;
};

/** Someone with a confirmed account and a session. */
export async function makePerson(name = "Ada"): Promise<TestPerson> {
  const operator = sealOperator();
  const email = `${name.toLowerCase()}-${randomBytes(5).toString("hex")}@example.com`;
  const userId = newId("usr");
  const passwordHash = await hashPassword(PASSWORD);
  await putUnverifiedUser(operator, { id: userId, email, name, passwordHash, emailVerifiedAt: new Date() });
  const sessionId = await createSession(operator, { userId, userAgent: "", before: null });
  return { userId, sessionId, email, name, token: await writeSessionToken(sessionId) };
}

/**
 * Enables a second factor from another browser, so that the person's session must show it. @returns its
 * secret
 */
export async function enableSecondFactorFor({ userId, email }: TestPerson): Promise<string> {
  const operator = sealOperator();
  const { secret } = await startSecondFactorSetup(operator, { userId, email });
  await confirmSecondFactor(operator, userId);
  return secret;
}

/** Makes a person a member, and gives the context they act in. */
export async function joinWorkspaceAs(ctx: Context, person: TestPerson, role: Role): Promise<Context> {
  await insertMember(ctx, person.userId, role);
  return actingAs(ctx, person, role);
}

export function actingAs({ tenantId }: Context, { userId: id, sessionId }: TestPerson, role: Role): Context {
  const userIdHash = hashUserId(tenantId, id);
  return sealContext({ tenantId, actor: { kind: "user", id, sessionId, role, userIdHash } });
}
