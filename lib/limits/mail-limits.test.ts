import { expect, it } from "vitest";
import { describeWait } from "./describe-wait.ts";
import { mailKinds, mailLimits, mostPerDay } from "./mail-limits.ts";
import { mailboxOf } from "./mailbox-of.ts";

it("limits what one person receives and the instance sends in a day, for every kind of email", () => {
  for (const kind of mailKinds) {
    const { recipient, instance } = mailLimits[kind];
    if (!recipient || !instance) throw new Error(`${kind} has no limit per recipient or instance.`);
    expect(mostPerDay(recipient)).toBeLessThanOrEqual(40);
    expect(mostPerDay(instance)).toBeLessThanOrEqual(5_000);
  }
});

it("lets a person replace a link that expires after an hour", () => {
  const { recipient } = mailLimits.reset;
  if (!recipient) throw new Error("No limit.");
  expect(recipient.windowMs / recipient.tokens).toBeLessThanOrEqual(3_600_000);
});

it("counts a mailbox once, however its address is written", () => {
  const one = mailboxOf("ada@example.com");
  for (const other of ["ada+1@example.com", "ADA+x+y@Example.com", "ada@EXAMPLE.com"])
    expect(mailboxOf(other)).toBe(one);
  expect(mailboxOf("a.da@example.com")).not.toBe(one);
  expect(mailboxOf("a.d.a+1@googlemail.com")).toBe(mailboxOf("ada@gmail.com"));
});

it("describes a wait in a natural unit", () => {
  expect([0, 1, 59, 61, 3_600, 3_601, 86_400].map(describeWait)).toEqual([
    "1 second",
    "1 second",
    "59 seconds",
    "2 minutes",
    "60 minutes",
    "2 hours",
    "24 hours",
  ]);
});
