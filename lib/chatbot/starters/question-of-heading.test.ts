import { expect, test } from "vitest";
import { questionOfHeading } from "./question-of-heading.ts";

test.each([
  ["How to return a lamp", "How do I return a lamp?"],
  ["Can I pay by card?", "Can I pay by card?"],
  ["Charging step by step", "How does charging work?"],
  ["Changing the bulb", "How does changing the bulb work?"],
  ["Shipping cost", "What should I know about shipping cost?"],
  ["Delivery time", "What should I know about delivery time?"],
  ["GPS tracking", "What should I know about GPS tracking?"],
  ["3.2 Error codes", "What should I know about error codes?"],
])("%s becomes %s", (heading, question) => expect(questionOfHeading(heading)).toBe(question));

test.each([
  "Overview",
  "",
  "A.",
  "1.2.3",
  "x".repeat(200),
  "One two three four five six seven",
  "Note: read this.",
])("%s makes none", (heading) => expect(questionOfHeading(heading)).toBeNull());
