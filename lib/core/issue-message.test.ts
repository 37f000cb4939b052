import { expect, test } from "vitest";
import { z } from "zod";
import { issueMessage } from "./issue-message.ts";

const messageOf = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value, { error: issueMessage }).error?.issues[0]?.message;

test.each<[string, z.ZodType, unknown, string]>([
  ["is missing", z.string(), undefined, "This field is required."],
  ["is empty", z.string().trim().min(1), " ", "This field is required."],
  ["is too short", z.string().min(10), "short", "Use at least 10 characters."],
  ["is too long", z.string().max(1_000), "x".repeat(1_001), "Use at most 1,000 characters."],
  ["is not a number", z.number(), "12", "Enter a number."],
  ["is not a whole number", z.number().int(), 1.5, "Enter a whole number."],
  ["is too low", z.number().min(16), 1, "Enter 16 or more."],
  ["is too high", z.number().int().max(32_000), 40_000, "Enter 32,000 or less."],
  ["has too few entries", z.array(z.string()).min(2), ["a"], "Add at least 2."],
  ["has too many entries", z.array(z.string()).max(1), ["a", "b"], "Use at most 1."],
  ["is none of the choices", z.enum(["local", "s3", "none"]), "disk", "Use local, s3, or none."],
  ["is not a URL", z.url(), "example", "Enter a valid URL."],
])("says what to do about a value that %s", (_, schema, value, message) => {
  expect(messageOf(schema, value)).toBe(message);
});

test("leaves a schema's own message in place", () => {
  expect(messageOf(z.string().min(1, "Enter a name."), "")).toBe("Enter a name.");
});
