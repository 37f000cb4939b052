import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { sealOperator } from "#lib/context/seal.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { findUser } from "../queries/users.ts";
import { signInWithProvider } from "./sign-in-with-provider.ts";

const operator = sealOperator();

async function nameFrom(given: unknown, local = "ada"): Promise<string | undefined> {
  const unique = randomBytes(6).toString("hex");
  const profile = { sub: unique, email: `${local}@${unique}.example`, email_verified: true, name: given };
  const userId = await signInWithProvider(operator, "oidc", profile);
  return (userId && (await findUser(operator, userId)))?.name;
}

test.each([
  ["Ada Lovelace", "Ada Lovelace"],
  ["  Ada\r\n\tLovelace ", "Ada Lovelace"],
  ["Ada\u202eecalevoL\u0000\u001b[31m", "AdaecalevoL[31m"],
  ["<b>Ada</b>", "bAda/b"],
  [`${"a".repeat(79)}👩`, "a".repeat(79)],
  ["\u200b\u2067\u3164", "ada"],
  ["", "ada"],
  [undefined, "ada"],
  [{ first: "Ada" }, "ada"],
  [["Ada"], "ada"],
])("stores a provider's name %j as %j", async (given, stored) => {
  expect(await nameFrom(given)).toBe(stored);
});

test("refuses a profile without an id, and never shares an account between two people", async () => {
  const email = `ada@${randomBytes(6).toString("hex")}.example`;
  const profile = { email, email_verified: true, name: "Ada" };
  for (const sub of [undefined, null, "", {}, [], true])
    expect(await signInWithProvider(operator, "oidc", { ...profile, sub })).toBeNull();
  const [one, other] = [randomBytes(4).readUInt32BE(), randomBytes(6).toString("hex")];
  const userId = await signInWithProvider(operator, "oidc", { ...profile, id: one });
  expect(await signInWithProvider(operator, "oidc", { id: one })).toBe(userId);
  expect(await signInWithProvider(operator, "oidc", { sub: other })).toBeNull();
});

test("creates one account when a person signs in twice at once, also with two addresses", async () => {
  const [sub, unique] = [randomBytes(6).toString("hex"), randomBytes(6).toString("hex")];
  const come = (email: string) =>
    signInWithProvider(operator, "oidc", { sub, email, email_verified: true, name: "Ada" });
  const emails = [`ada@${unique}.example`, `ada@${unique}.example`, `lovelace@${unique}.example`];
  const ids = await Promise.all([...emails, ...emails].map(come));
  expect(new Set(ids).size).toBe(1);
  expect(ids[0]).toMatch(/^usr_/);
  const rows = await asOwner("select id from platform.users where email like $1", [`%@${unique}.example`]);
  expect(rows).toHaveLength(1);
});
