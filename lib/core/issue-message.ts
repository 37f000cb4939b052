import type { z } from "zod";

/** What to do about an invalid value whose schema has no message of its own. Undefined: Zod's message. */
export function issueMessage(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined || issue.input === null) return "This field is required.";
      if (issue.expected === "int") return "Enter a whole number.";
      return issue.expected === "number" ? "Enter a number." : undefined;
    case "too_small":
      if (issue.origin === "string")
        return issue.minimum === 1
          ? "This field is required."
          : `Use at least ${count(issue.minimum)} characters.`;
      if (isNumber(issue.origin)) return `Enter ${count(issue.minimum)} or more.`;
      return issue.origin === "array" ? `Add at least ${count(issue.minimum)}.` : undefined;
    case "too_big":
      if (issue.origin === "string") return `Use at most ${count(issue.maximum)} characters.`;
      if (isNumber(issue.origin)) return `Enter ${count(issue.maximum)} or less.`;
      return issue.origin === "array" ? `Use at most ${count(issue.maximum)}.` : undefined;
    case "invalid_format":
      return issue.format === "url" ? "Enter a valid URL." : undefined;
    case "invalid_value":
      return issue.values.length <= MOST_NAMED
        ? `Use ${choices.format(issue.values.map(String))}.`
        : undefined;
    default:
      return undefined;
  }
}

const MOST_NAMED = 10;
const choices = new Intl.ListFormat("en", { type: "disjunction" });
const isNumber = (origin: string) => origin === "number" || origin === "int" || origin === "bigint";
const count = (value: number | bigint) => value.toLocaleString("en");
