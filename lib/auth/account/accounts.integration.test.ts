import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import type { OperatorContext } from "#lib/context/context.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { keptEmails } from "#lib/core/email/send-email.ts";
import { newId } from "#lib/core/ids.ts";
import { makePerson, PASSWORD } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { attemptLimits } from "../../limits/limit-attempts.ts";
import { findPerson } from "../admission/admit-person.ts";
import { createSession } from "../session/create-session.ts";
import { listSessions } from "../session/list-sessions.ts";
import { revokeAllSessions, revokeSession } from "../session/revoke-sessions.ts";
import { writeSessionToken } from "../session/session-token.ts";
import { signVisitorToken } from "../session/visitor-token.ts";
import { confirmEmail } from "./confirm-email.ts";
import { requestPasswordReset } from "./request-password-reset.ts";
import { resetPassword } from "./reset-password.ts";
import { emailsSent } from "./send-in-background.ts";
import { signIn } from "./sign-in.ts";
import { signUp } from "./sign-up.ts";
import { updatePassword } from "./update-password.ts";

const operator = sealOperator();
const newEmail = () => `p-${randomBytes(6).toString("hex")}@example.com`;
let address = "";
beforeEach(() => {
  address = randomBytes(6).toString("hex");
});

/** A clock that only a test moves. */
function clock() {
  const start = Date.now();
  let ahead = 0;
  const context = sealOperator(() => new Date(start + ahead * 1_000)) as OperatorContext;
  return { context, turn: (seconds: number) => (ahead += seconds) };
}

async function mailTo(email: string): Promise<{ subject: string; token: string }> {
  await emailsSent();
  const mail = keptEmails().find(({ to }) => to === email);
  if (!mail) throw new Error(`No mail to ${email}.`);
  return { subject: mail.subject, token: /#([\w-]{43})/.exec(mail.text)?.[1] ?? "" };
}

const join = (email: string, password = PASSWORD) =>
  signUp(operator, { name: "Ada", email, password, address });
const enter = (email: string, password = PASSWORD, device: Parameters<typeof signIn>[1]["device"] = null) =>
  signIn(operator, { email, password, address, device });

describe("signing up", () => {
  it("opens the account by the mailed link, once, in the browser that asked", async () => {
    const email = newEmail();
    const { proof } = await join(email);
    await expect(enter(email)).rejects.toMatchObject({ code: "unauthorized" });
    const { token } = await mailTo(email);
    const userId = await confirmEmail(operator, { token, proof });
    expect(await enter(email)).toBe(userId);
    await expect(confirmEmail(operator, { token, proof })).rejects.toMatchObject({ code: "invalid" });
  });

  it("asks for the password in any other browser", async () => {
    const email = newEmail();
    await join(email);
    const { token } = await mailTo(email);
    await expect(confirmEmail(operator, { token })).rejects.toMatchObject({ code: "unauthorized" });
    await expect(confirmEmail(operator, { token, proof: "x" })).rejects.toMatchObject({
      code: "unauthorized",
    });
    await expect(confirmEmail(operator, { token, password: "wrong password" })).rejects.toMatchObject({
      code: "unauthorized",
    });
    await expect(confirmEmail(operator, { token, password: PASSWORD })).resolves.toMatch(/^usr_/);
  });

  it("lays no account ready for somebody else: the owner of the mailbox cannot confirm a stranger's password", async () => {
    const email = newEmail();
    const attacker = await join(email, "the attacker's password");
    const early = await mailTo(email);
    const owner = await join(email, "the owner's password");
    const late = await mailTo(email);
    await expect(confirmEmail(operator, { token: early.token, proof: attacker.proof })).rejects.toMatchObject(
      {
        code: "invalid",
      },
    );
    await expect(confirmEmail(operator, { token: late.token, proof: attacker.proof })).rejects.toMatchObject({
      code: "unauthorized",
    });
    await confirmEmail(operator, { token: late.token, proof: owner.proof });
    await expect(enter(email, "the attacker's password")).rejects.toMatchObject({ code: "unauthorized" });
    await expect(enter(email, "the owner's password")).resolves.toMatch(/^usr_/);
  });

  it("answers the same where an account exists, changes nothing there, and says so by mail", async () => {
    const person = await makePerson();
    const [known, fresh] = [await join(person.email, "another password"), await join(newEmail())];
    expect(Object.keys(known)).toEqual(Object.keys(fresh));
    expect([known.next, known.proof.length]).toEqual([fresh.next, fresh.proof.length]);
    expect((await mailTo(person.email)).subject).toBe("You already have an account");
    await expect(enter(person.email, "another password")).rejects.toMatchObject({ code: "unauthorized" });
    await expect(enter(person.email)).resolves.toBe(person.userId);
  });

  it("sends one person three mails an hour at most", async () => {
    const email = newEmail();
    for (let i = 0; i < attemptLimits.mail.free; i += 1) await join(email);
    await expect(join(email)).rejects.toMatchObject({
      code: "limited",
      details: { retryAfter: expect.any(Number) },
    });
  });

  it("lets in a free try though one with a later clock was counted first", async () => {
    const email = newEmail();
    const ahead = clock();
    ahead.turn(5);
    await signUp(ahead.context, { name: "Ada", email, password: PASSWORD, address });
    await expect(join(email)).resolves.toMatchObject({ next: "mail" });
  });

  it("twice at once makes one account", async () => {
    const email = newEmail();
    await Promise.all([join(email), join(email)]);
    expect(await asOwner(`select count(*)::int as n from platform.users where email = '${email}'`)).toEqual([
      { n: 1 },
    ]);
  });
});

describe("links in mails (AUT-04)", () => {
  it.each([
    ["null", null],
    ["undefined", undefined],
    ["an empty text", ""],
    ["a list", ["x"]],
    ["an object", {}],
    ["a number", 1],
    ["one that was never sent", "x".repeat(43)],
    ["a long text", "x".repeat(10_000)],
  ])("%s opens nothing and changes no password", async (_, token) => {
    await expect(resetPassword(operator, { token, password: "new password 1" })).rejects.toMatchObject({
      code: "invalid",
    });
    await expect(confirmEmail(operator, { token, password: PASSWORD })).rejects.toMatchObject({
      code: "invalid",
    });
  });

  it("set a password once, within an hour, for their own account, and end every session", async () => {
    const [person, other] = [await makePerson(), await makePerson()];
    await requestPasswordReset(operator, { email: person.email, address });
    const { token } = await mailTo(person.email);
    await expect(confirmEmail(operator, { token, password: PASSWORD })).rejects.toMatchObject({
      code: "invalid",
    });
    const twice = await Promise.allSettled([
      resetPassword(operator, { token, password: "new password 1" }),
      resetPassword(operator, { token, password: "new password 2" }),
    ]);
    expect(twice.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await findPerson(person.token)).toBeNull();
    expect(await findPerson(other.token)).toMatchObject({ userId: other.userId });
    await expect(enter(person.email)).rejects.toMatchObject({ code: "unauthorized" });
    await expect(enter(other.email)).resolves.toBe(other.userId);
  });

  it("stay valid when a stranger requests more until none is sent, and are all invalidated when one is used", async () => {
    const person = await makePerson();
    const request = (from: string) => requestPasswordReset(operator, { email: person.email, address: from });
    await request(address);
    const { token } = await mailTo(person.email);
    const bombs = Array.from({ length: 12 }, (_, i) => request(`stranger-${address}-${i}`));
    const ends = await Promise.allSettled(bombs);
    expect(ends.filter(({ status }) => status === "rejected").length).toBeGreaterThan(0);
    const late = await mailTo(person.email);
    expect(late.token).not.toBe(token);
    await expect(request(address)).rejects.toMatchObject({
      code: "limited",
      message: expect.stringMatching(/try again in/i),
    });
    await expect(enter(person.email)).resolves.toBe(person.userId);
    await resetPassword(operator, { token, password: "new password 1" });
    await expect(
      resetPassword(operator, { token: late.token, password: "new password 2" }),
    ).rejects.toMatchObject({ code: "invalid" });
    await expect(enter(person.email, "new password 1")).resolves.toBe(person.userId);
  });

  it("are still sent when a stranger keeps signing up with the person's address", async () => {
    const person = await makePerson();
    const ends = await Promise.allSettled(
      Array.from({ length: 12 }, () => join(person.email, "a password of theirs")),
    );
    expect(ends.some(({ status }) => status === "rejected")).toBe(true);
    await requestPasswordReset(operator, { email: person.email, address: `${address}-own` });
    const { token } = await mailTo(person.email);
    await expect(resetPassword(operator, { token, password: "new password 1" })).resolves.toBeUndefined();
  });

  it("are dead after their time", async () => {
    const person = await makePerson();
    const { context, turn } = clock();
    await requestPasswordReset(context, { email: person.email, address });
    const { token } = await mailTo(person.email);
    turn(3_601);
    await expect(resetPassword(context, { token, password: "new password 1" })).rejects.toMatchObject({
      code: "invalid",
    });
  });

  it("are not sent to addresses without an account, and the answer is the same", async () => {
    const email = newEmail();
    await expect(requestPasswordReset(operator, { email, address })).resolves.toBeUndefined();
    await emailsSent();
    expect(keptEmails().filter(({ to }) => to === email)).toEqual([]);
  });
});

describe("signing in", () => {
  it("takes as much work for an unknown e-mail as for a wrong password (AUT-10)", async () => {
    const person = await makePerson();
    const times: Record<string, number[]> = { known: [], unknown: [] };
    for (let i = 0; i < 40; i += 1) {
      for (const kind of ["known", "unknown"] as const) {
        const email = kind === "known" ? person.email : newEmail();
        const device = kind === "known" ? { userId: person.userId, id: `d${i}` } : null;
        const before = process.cpuUsage();
        await signIn(operator, {
          email,
          password: "wrong password",
          address: `${address}${i}`,
          device,
        }).catch(() => undefined);
        const { user, system } = process.cpuUsage(before);
        times[kind]?.push(user + system);
      }
    }
    const median = (values: number[] = []) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
    const ratio = median(times.unknown) / median(times.known);
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(1.6);
  });

  it("slows guesses at one account from many addresses, and never locks its owner out (AUT-20)", async () => {
    const person = await makePerson();
    const { context, turn } = clock();
    const guess = (i: number) =>
      signIn(context, {
        email: person.email,
        password: `guess ${i}`,
        address: `${address}-${i}`,
        device: null,
      });
    const ends = [];
    for (let i = 0; i < 20; i += 1) ends.push(await guess(i).catch((error: { code: string }) => error.code));
    expect(ends.filter((end) => end === "unauthorized").length).toBe(attemptLimits.account.free);
    const own = (device: { userId: string; id: string } | null) =>
      signIn(context, { email: person.email, password: PASSWORD, address: "home", device });
    await expect(own({ userId: person.userId, id: "laptop" })).resolves.toBe(person.userId);
    await expect(own(null)).rejects.toMatchObject({ code: "limited" });
    turn(attemptLimits.account.longestSeconds + 1);
    await expect(own(null)).resolves.toBe(person.userId);
  });

  it("slows one address that tries many accounts", async () => {
    const { context } = clock();
    const ends = [];
    for (let i = 0; i < attemptLimits.address.free + 10; i += 1) {
      const end = signIn(context, { email: newEmail(), password: "x", address, device: null });
      ends.push(await end.catch((error: { code: string }) => error.code));
    }
    expect(ends.filter((end) => end === "limited").length).toBeGreaterThan(5);
  });

  it("counts guesses that come at once", async () => {
    const person = await makePerson();
    const { context } = clock();
    const guesses = Array.from({ length: 30 }, (_, i) =>
      signIn(context, { email: person.email, password: "x", address: `${address}${i}`, device: null }).catch(
        (error: { code: string }) => error.code,
      ),
    );
    const ends = await Promise.all(guesses);
    expect(ends.filter((end) => end === "unauthorized").length).toBeLessThanOrEqual(
      attemptLimits.account.free,
    );
  });

  it.each([
    "a@example.com,b@example.com",
    "a@example.com\nbcc: b@example.com",
    '"a b"@example.com',
    "a@example.com, ",
    "a@exаmple.com",
    "a@b@example.com",
    null,
    ["a@example.com"],
    { $ne: "" },
    `${"a".repeat(80)}@example.com`,
  ])("%j is nobody's (AUT-05)", async (email) => {
    await expect(
      signIn(operator, { email, password: PASSWORD, address, device: null }),
    ).rejects.toMatchObject({
      code: "unauthorized",
    });
  });

  it("knows one person by their address in capitals and with blanks around it", async () => {
    const person = await makePerson();
    await expect(enter(`  ${person.email.toUpperCase()} `)).resolves.toBe(person.userId);
  });
});

describe("sessions", () => {
  it("are listed, and end one by one or all together; another's is not found", async () => {
    const [person, other] = [await makePerson(), await makePerson()];
    const second = await createSession(operator, {
      userId: person.userId,
      userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
      before: null,
    });
    const token = await writeSessionToken(second);
    expect(await listSessions(operator, person)).toMatchObject([
      { id: second, device: "Firefox on Linux", isCurrent: false },
      { id: person.sessionId, device: "Unknown device", isCurrent: true },
    ]);
    await expect(revokeSession(operator, other.userId, second)).rejects.toMatchObject({ code: "not_found" });
    expect(await findPerson(token)).not.toBeNull();
    await revokeSession(operator, person.userId, second);
    expect(await findPerson(token)).toBeNull();
    expect(await findPerson(person.token)).not.toBeNull();
    await revokeAllSessions(operator, person.userId);
    expect(await findPerson(person.token)).toBeNull();
    expect(await findPerson(other.token)).not.toBeNull();
  });

  it("end within five seconds where another process revoked them", async () => {
    const person = await makePerson();
    expect(await findPerson(person.token)).not.toBeNull();
    await asOwner(
      `update platform.sessions set revoked_at = now() where user_id = (select id from platform.users where email = '${person.email}')`,
    );
    await expect.poll(() => findPerson(person.token)).toBeNull();
  });

  it("end with the sign-in that follows them in the same browser (AUT-01)", async () => {
    const person = await makePerson();
    await createSession(operator, { userId: person.userId, userAgent: "", before: person.token });
    await expect.poll(() => findPerson(person.token)).toBeNull();
  });

  it("other than the one that changed the password end with it", async () => {
    const person = await makePerson();
    const second = await createSession(operator, { userId: person.userId, userAgent: "", before: null });
    const change = { ...person, password: "a new password" };
    await expect(updatePassword(operator, { ...change, old: "wrong" })).rejects.toMatchObject({
      code: "invalid",
    });
    await updatePassword(operator, { ...change, old: PASSWORD });
    expect(await findPerson(person.token)).not.toBeNull();
    expect(await findPerson(await writeSessionToken(second))).toBeNull();
    await expect(enter(person.email, "a new password")).resolves.toBe(person.userId);
  });

  it("are opened by no other cookie (AUT-06)", async () => {
    const person = await makePerson();
    const [head, ...rest] = person.token.split(".");
    const none = Buffer.from('{"alg":"none"}').toString("base64url");
    const claims = Buffer.from(JSON.stringify({ sid: person.sessionId })).toString("base64url");
    const visitor = await signVisitorToken(newId("ten"), newId("vis"));
    const forged = [
      "",
      "x",
      "a.b.c",
      `${none}.${claims}.`,
      [none, ...rest].join("."),
      `${head}....`,
      visitor,
    ];
    for (const token of [...forged, "x".repeat(100_000), person.sessionId])
      expect(await findPerson(token)).toBeNull();
  });
});

it("keeps no password, token or address in plain text", async () => {
  const person = await makePerson();
  await requestPasswordReset(operator, { email: person.email, address });
  const { token } = await mailTo(person.email);
  const rows = await asOwner(
    "select row_to_json(u)::text as row from platform.users u union all select row_to_json(t)::text from platform.email_tokens t union all select row_to_json(a)::text from platform.attempts a",
  );
  const text = JSON.stringify(rows);
  for (const secret of [PASSWORD, token, address]) expect(text.includes(secret)).toBe(false);
});
