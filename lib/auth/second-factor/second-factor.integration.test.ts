import { Secret, TOTP } from "otpauth";
import { describe, expect, test } from "vitest";
import { POST } from "#app/api/account/second-factor/route.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";
import { updateWorkspace } from "#lib/tenant/update-workspace.ts";
import {
  enableSecondFactorFor,
  joinWorkspaceAs,
  makePerson,
  PASSWORD,
  type TestPerson,
} from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { admitMember } from "../admission/admit-member.ts";
import { admitPendingPerson, findPerson } from "../admission/admit-person.ts";
import { isStillAdmitted } from "../admission/is-still-admitted.ts";
import { isSecondFactorRequired } from "../admission/second-factor-policy.ts";
import { createSession } from "../session/create-session.ts";
import { writeSessionToken } from "../session/session-token.ts";
import { enableSecondFactor } from "./enable-second-factor.ts";
import { getSecondFactor } from "./get-second-factor.ts";
import { passSecondFactor } from "./pass-second-factor.ts";
import { removeSecondFactor, resetSecondFactor } from "./remove-second-factor.ts";
import { renewRecoveryCodes } from "./renew-recovery-codes.ts";
import { startSecondFactorSetup } from "./start-second-factor-setup.ts";

const operator = sealOperator();
const STEP_MS = 30_000;
/** The middle of a time step, so that no test crosses its edge. Each later code is one step later. */
let now = Math.floor(Date.now() / STEP_MS) * STEP_MS + STEP_MS / 2;
const later = (steps = 1) => {
  now += steps * STEP_MS;
  return at(now);
};
const at = (ms: number): OperatorContext => ({ ...operator, now: () => new Date(ms) }) as OperatorContext;

function codeOf(secret: string, ms = now): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: ms });
}

/** A person with a second factor, with the recovery codes and the app's secret. */
async function guarded(): Promise<TestPerson & { secret: string; recoveryCodes: string[] }> {
  const person = await makePerson();
  const { secret } = await startSecondFactorSetup(operator, person);
  const { recoveryCodes } = await enableSecondFactor(later(), person, codeOf(secret));
  return { ...person, secret, recoveryCodes };
}

/** The same person in another browser, with the password only. */
async function signInAgain({ userId }: TestPerson) {
  const sessionId = await createSession(operator, { userId, userAgent: "", before: null });
  return { userId, sessionId, token: await writeSessionToken(sessionId) };
}

/** Ages a session, as if its person had signed in that many minutes ago. */
const signedInAgo = (sessionId: Id<"ses">, minutes: number) =>
  asOwner(
    `update platform.sessions set created_at = now() - interval '${minutes} minutes' where id = $1 returning id`,
    [idToUuid(sessionId)],
  );

describe("starting the setup", () => {
  const setUp = (token: string, body?: unknown) =>
    POST(
      new Request("http://localhost/api/account/second-factor", {
        method: "POST",
        headers: {
          host: "localhost",
          cookie: `parley_session=${token}`,
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
      { params: Promise.resolve({}) },
    );

  test("asks for the password when the sign-in is no longer fresh (ASVS 7.5.1)", async () => {
    const person = await makePerson();
    expect((await setUp(person.token)).status).toBe(200);
    await signedInAgo(person.sessionId, 11);
    for (const body of [undefined, {}, { password: "" }, { password: "not the password" }]) {
      const refused = await setUp(person.token, body);
      expect(refused.status).toBe(400);
      expect(await refused.json()).toMatchObject({ error: { details: [{ path: "password" }] } });
    }
    const begun = await setUp(person.token, { password: PASSWORD });
    expect(await begun.json()).toMatchObject({ secret: expect.any(String) });
  });

  test("asks a person without a password to sign in again", async () => {
    const person = await makePerson();
    await asOwner("update platform.users set password_hash = null where id = $1 returning id", [
      idToUuid(person.userId),
    ]);
    expect((await setUp(person.token, {})).status).toBe(200);
    await signedInAgo(person.sessionId, 11);
    expect((await setUp(person.token, { password: "anything" })).status).toBe(400);
  });
});

describe("a second factor", () => {
  test("asks for nothing until a code of the app has been entered", async () => {
    const person = await makePerson();
    const { secret, address } = await startSecondFactorSetup(operator, person);
    expect(address).toMatch(/^otpauth:\/\/totp\/Parley:/);
    expect(address).toContain(secret);
    expect(await findPerson((await signInAgain(person)).token)).not.toBeNull();
    expect(await getSecondFactor(operator, person.userId)).toEqual({ since: null, recoveryCodesLeft: 0 });
    await expect(enableSecondFactor(later(), person, "000000")).rejects.toMatchObject({ code: "invalid" });
    const begun = await startSecondFactorSetup(operator, person);
    expect(begun.secret).not.toBe(secret);
    await expect(enableSecondFactor(later(), person, codeOf(secret))).rejects.toMatchObject({
      code: "invalid",
    });
    const { recoveryCodes } = await enableSecondFactor(later(), person, codeOf(begun.secret));
    expect(new Set(recoveryCodes).size).toBe(10);
    await expect(startSecondFactorSetup(operator, person)).rejects.toMatchObject({ code: "conflict" });
  });

  test("in use, ends the other sessions, keeps this one, and makes a new one half", async () => {
    const person = await makePerson();
    const other = await signInAgain(person);
    expect(await findPerson(other.token)).not.toBeNull();
    const { secret } = await startSecondFactorSetup(operator, person);
    await enableSecondFactor(later(), person, codeOf(secret));
    expect(await findPerson(other.token)).toBeNull();
    expect(await findPerson(person.token)).toMatchObject({ hasSecondFactor: true });
    const half = await signInAgain(person);
    expect(await findPerson(half.token)).toBeNull();
    expect(await admitPendingPerson(half.token)).toMatchObject({ userId: person.userId });
    await expect(admitPendingPerson(person.token)).rejects.toMatchObject({ code: "unauthorized" });
    await passSecondFactor(later(), half, codeOf(secret));
    expect(await findPerson(half.token)).toMatchObject({ userId: person.userId });
    await expect(admitPendingPerson(half.token)).rejects.toMatchObject({ code: "unauthorized" });
  });

  test("takes a code once, of many at once one, and no older one after it", async () => {
    const person = await guarded();
    const half = await signInAgain(person);
    const op = later(2);
    const early = codeOf(person.secret, now - STEP_MS);
    const code = codeOf(person.secret);
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => passSecondFactor(op, half, code)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(passSecondFactor(op, half, early)).rejects.toMatchObject({ code: "invalid" });
  });

  test.each([
    [-2, false],
    [-1, true],
    [0, true],
    [1, true],
    [2, false],
  ])("%d steps from now: taken %s", async (steps, isTaken) => {
    const person = await guarded();
    const op = later(5);
    const half = await signInAgain(person);
    const passing = passSecondFactor(op, half, codeOf(person.secret, now + steps * STEP_MS));
    if (isTaken) await expect(passing).resolves.toBeDefined();
    else await expect(passing).rejects.toMatchObject({ code: "invalid" });
  });

  test("lets nobody guess: after five tries each waits, the right one too", async () => {
    const person = await guarded();
    const half = await signInAgain(person);
    const op = later();
    const codes: string[] = [];
    for (let guess = 0; guess < 20; guess += 1) {
      const refused = await passSecondFactor(op, half, String(100_000 + guess)).catch((error) => error.code);
      codes.push(refused);
    }
    expect(codes.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => "invalid"));
    expect(codes.filter((code) => code === "limited").length).toBeGreaterThan(12);
    await expect(passSecondFactor(op, half, codeOf(person.secret))).rejects.toMatchObject({
      code: "limited",
    });
    expect(await findPerson(half.token)).toBeNull();
  });

  test.each(["", "12345", "1234567", "abcdef", "１２３４５６", "0x1234", "%00", "1".repeat(40)])(
    "takes “%s” for no code",
    async (code) => {
      const person = await guarded();
      const half = await signInAgain(person);
      await expect(passSecondFactor(later(), half, code)).rejects.toMatchObject({ code: "invalid" });
    },
  );

  test("does not take another's code, or one made for another's secret", async () => {
    const [one, other] = [await guarded(), await guarded()];
    const half = await signInAgain(one);
    await expect(passSecondFactor(later(), half, codeOf(other.secret))).rejects.toMatchObject({
      code: "invalid",
    });
    await expect(passSecondFactor(later(), half, other.recoveryCodes[0] ?? "")).rejects.toMatchObject({
      code: "invalid",
    });
    // A row copied by someone with access to the database is useless.
    await asOwner(
      "update platform.second_factors set secret = (select secret from platform.second_factors where user_id = $1) where user_id = $2",
      [idToUuid(other.userId), idToUuid(one.userId)],
    );
    await expect(passSecondFactor(later(), half, codeOf(other.secret))).rejects.toMatchObject({
      code: "invalid",
    });
  });

  test("stands in the database neither as a secret nor as a recovery code", async () => {
    const person = await guarded();
    const rows = await asOwner<{ text: string }>(
      `select row_to_json(f)::text as text from platform.second_factors f where user_id = $1
       union all select row_to_json(c)::text from platform.recovery_codes c where user_id = $1`,
      [idToUuid(person.userId)],
    );
    expect(rows).toHaveLength(11);
    const all = rows.map(({ text }) => text).join("\n");
    for (const known of [
      person.secret,
      ...person.recoveryCodes,
      ...person.recoveryCodes.map((code) => code.replaceAll("-", "")),
    ])
      expect(all).not.toContain(known);
  });
});

describe("recovery codes", () => {
  test("each let in once, however they are written", async () => {
    const person = await guarded();
    const [first = "", second = ""] = person.recoveryCodes;
    const half = await signInAgain(person);
    const tries = await Promise.allSettled(
      Array.from({ length: 4 }, () => passSecondFactor(later(0), half, first)),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const again = await signInAgain(person);
    await expect(passSecondFactor(later(0), again, first)).rejects.toMatchObject({ code: "invalid" });
    expect(await passSecondFactor(later(0), again, ` ${second.toUpperCase().replaceAll("-", " ")} `)).toEqual(
      {
        recoveryCodesLeft: 8,
      },
    );
  });

  test("are renewed with a valid code, and the old ones stop working", async () => {
    const person = await guarded();
    await expect(renewRecoveryCodes(later(), person.userId, "000000")).rejects.toMatchObject({
      code: "invalid",
    });
    const { recoveryCodes } = await renewRecoveryCodes(later(), person.userId, codeOf(person.secret));
    const half = await signInAgain(person);
    await expect(passSecondFactor(later(0), half, person.recoveryCodes[3] ?? "")).rejects.toMatchObject({
      code: "invalid",
    });
    expect(await passSecondFactor(later(0), half, recoveryCodes[3] ?? "")).toEqual({ recoveryCodesLeft: 9 });
  });
});

describe("the way out", () => {
  test("opens with a valid code", async () => {
    const person = await guarded();
    await expect(removeSecondFactor(later(), person, "123123")).rejects.toMatchObject({ code: "invalid" });
    await removeSecondFactor(later(), person, codeOf(person.secret));
    expect(await findPerson((await signInAgain(person)).token)).toMatchObject({ hasSecondFactor: false });
    expect(await getSecondFactor(operator, person.userId)).toEqual({ since: null, recoveryCodesLeft: 0 });
  });

  test("can be reset by an operator for someone who lost everything, which signs them out", async () => {
    const person = await guarded();
    expect(await resetSecondFactor(operator, "nobody@example.com")).toBe(false);
    expect(await resetSecondFactor(operator, person.email)).toBe(true);
    expect(await findPerson(person.token)).toBeNull();
    expect(await findPerson((await signInAgain(person)).token)).toMatchObject({ hasSecondFactor: false });
    expect(await resetSecondFactor(operator, person.email)).toBe(false);
  });
});

describe("a workspace that asks for one", () => {
  test("lets in members who have one, tells the others what to do, and ends their open streams", async () => {
    const tenant = await makeTenant();
    const [safe, bare] = [await guarded(), await makePerson("Bare")];
    const owner = await joinWorkspaceAs(tenant.ctx, safe, "owner");
    const member = await joinWorkspaceAs(tenant.ctx, bare, "editor");
    const { slug, name, settings } = await getWorkspace(tenant.ctx);
    const change = { name, settings: { ...settings, requireSecondFactor: true } };
    await expect(updateWorkspace(owner, change, false)).rejects.toMatchObject({ code: "invalid" });
    const comeIn = ({ token }: TestPerson) => admitMember(token, slug, "chatbots:read", "r");
    expect((await comeIn(bare)).role).toBe("editor");
    expect(await isStillAdmitted(member)).toBe(true);
    await updateWorkspace(owner, change, true);
    await expect.poll(() => comeIn(bare).catch(isSecondFactorRequired)).toBe(true);
    expect(await isStillAdmitted(member)).toBe(false);
    expect((await comeIn(safe)).role).toBe("owner");
    await enableSecondFactorFor(bare);
    await expect.poll(() => comeIn(bare).catch(({ code }) => code)).toBe("unauthorized");
  });
});
