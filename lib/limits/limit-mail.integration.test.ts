import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sealOperator } from "#lib/context/seal.ts";
import { newId } from "#lib/core/ids.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { limitMail, limitNotice, type MailCause } from "./limit-mail.ts";
import { purgeAttempts } from "./queries.ts";

const operator = sealOperator();
const someone = () => `p-${randomBytes(6).toString("hex")}@example.com`;
const client = () => randomBytes(6).toString("hex");

/** How many of a series of emails are permitted. */
async function countSent(times: number, cause: (index: number) => MailCause): Promise<number> {
  let sent = 0;
  for (let i = 0; i < times; i += 1) if (await limitNotice(operator, cause(i))) sent += 1;
  return sent;
}

describe("emails that a person can cause (RAT-13)", () => {
  it("stop for a recipient when senders in many workspaces write to the same mailbox", async () => {
    const to = someone();
    const sent = await countSent(30, (i) => ({
      kind: "newInvitation",
      to: to.replace("@", `+${i}@`),
      senderId: newId("usr"),
      tenantId: newId("ten"),
    }));
    expect(sent).toBe(3);
  });

  it("stop for a recipient when a workspace grows from new to used", async () => {
    const to = someone();
    const [senderId, tenantId] = [newId("usr"), newId("ten")];
    const kinds = ["newInvitation", "invitation"] as const;
    expect(await countSent(10, (i) => ({ kind: kinds[i % 2] ?? "invitation", to, senderId, tenantId }))).toBe(
      1,
    );
  });

  it("stop for a sender with many workspaces, and for a workspace with many senders", async () => {
    const [senderId, tenantId] = [newId("usr"), newId("ten")];
    const invite = (who: Pick<MailCause, "senderId" | "tenantId">): MailCause => ({
      kind: "newInvitation",
      to: someone(),
      ...who,
    });
    expect(await countSent(20, () => invite({ senderId, tenantId: newId("ten") }))).toBe(5);
    expect(await countSent(20, () => invite({ senderId: newId("usr"), tenantId }))).toBe(5);
  });

  it("stop for a network that asks for links to many addresses", async () => {
    const one = client();
    expect(await countSent(60, () => ({ kind: "signUp", to: someone(), client: one }))).toBe(30);
  });

  it("of one kind do not use up another: invitations and sign-ups cannot block a password reset", async () => {
    const to = someone();
    const invite = () =>
      ({ kind: "newInvitation", to, senderId: newId("usr"), tenantId: newId("ten") }) as const;
    await countSent(10, invite);
    await countSent(20, () => ({ kind: "signUp", to, client: client() }));
    await expect(limitMail(operator, { kind: "reset", to, client: client() })).resolves.toBeDefined();
  });

  it("are refused with the time to wait, and refused ones do not count", async () => {
    const [to, tenantId] = [someone(), newId("ten")];
    const invite = (senderId: `usr_${string}`, address = to) =>
      limitMail(operator, { kind: "newInvitation", to: address, senderId, tenantId });
    await invite(newId("usr"));
    const sender = newId("usr");
    for (let i = 0; i < 8; i += 1)
      await expect(invite(sender)).rejects.toMatchObject({
        code: "limited",
        message: expect.stringMatching(/Try again in \d+ (hours|minutes)/),
        details: { retryAfter: expect.any(Number), limit: "mail-newInvitation-pair" },
      });
    for (let i = 0; i < 4; i += 1) await invite(sender, someone());
  });

  it("are still counted after old rows were purged", async () => {
    const to = someone();
    const cause = () => ({ kind: "signUp", to, client: client() }) as const;
    expect(await countSent(5, cause)).toBe(5);
    await asOwner("update platform.attempts set started_at = now() - interval '2 days'");
    await purgeAttempts(operator);
    expect(await countSent(9, cause)).toBe(1);
  });
});
