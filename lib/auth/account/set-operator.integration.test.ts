import { expect, it } from "vitest";
import { sealOperator } from "#lib/context/seal.ts";
import { makePerson } from "#testing/people/person.ts";
import { invalidateSession } from "../admission/admission-cache.ts";
import { admitOperator } from "../admission/admit-person.ts";
import { createAccount } from "./create-account.ts";
import { setOperator } from "./set-operator.ts";

const operator = sealOperator();

it("who runs the instance is named and unnamed, keeps that with a new password, and nobody else is let in", async () => {
  const person = await makePerson("Runs");
  const stranger = await makePerson("Stranger");
  const admitted = async () => {
    invalidateSession(person.sessionId);
    return admitOperator(person.token).then(
      ({ userId }) => userId,
      ({ code }: { code: string }) => code,
    );
  };
  expect(await admitted()).toBe("not_found");
  expect(await setOperator(operator, person.email, true)).toBe(true);
  expect(await admitted()).toBe(person.userId);
  await expect(admitOperator(stranger.token)).rejects.toMatchObject({ code: "not_found" });
  await expect(admitOperator(null)).rejects.toMatchObject({ code: "unauthorized" });
  const { email } = person;
  await createAccount(operator, { name: "Runs", email, password: "another long enough password" });
  expect(await admitted()).toBe(person.userId);
  await setOperator(operator, email, false);
  expect(await admitted()).toBe("not_found");
  expect(await setOperator(operator, "nobody@example.com", true)).toBe(false);
});
