import { expect, it } from "vitest";
import { newId } from "#lib/core/ids.ts";
import { budgetEmail } from "./budget-email.ts";
import type { BudgetNotice } from "./queries.ts";

const notice: BudgetNotice = {
  id: newId("bnt"),
  scope: "tenant",
  chatbotId: null,
  chatbotName: null,
  period: "day",
  startsOn: "2026-12-31",
  threshold: 100,
  messages: 10_000,
  tokens: null,
  costMicros: null,
  measure: "messages",
  used: 10_000,
};
const workspace = {
  name: "Bike\r\nBcc: everyone@example.com",
  usageUrl: "https://x.example/admin/bike/usage",
};

it("says whose budget is used up, of what, and when it begins anew, on lines of its own", () => {
  const { subject, text } = budgetEmail("a@example.com", notice, workspace);
  expect(subject).toBe("The workspace “Bike Bcc: everyone@example.com” has used up its budget for today");
  expect(text).toContain("10,000 messages of the 10,000 messages it may use today");
  expect(text).toContain("refused until 1 January 2027, 00:00 UTC");
  expect(text).toContain("\nhttps://x.example/admin/bike/usage\n");
});

it("warns of a chatbot that has used four fifths of its money of a month", () => {
  const { subject, text } = budgetEmail(
    "a@example.com",
    {
      ...notice,
      scope: "chatbot",
      chatbotId: newId("bot"),
      chatbotName: "Help",
      period: "month",
      startsOn: "2026-12-01",
      threshold: 80,
      messages: null,
      costMicros: 5_000_000,
      measure: "costMicros",
      used: 4_123_400,
    },
    { ...workspace, name: "Bike" },
  );
  expect(subject).toBe("The chatbot “Help” has used 80 % of its budget for this month");
  expect(text).toContain("of the workspace “Bike” has used $4.1234 of the $5.00 it may use this month.");
  expect(text).toContain("When it is used up, further questions are refused until 1 January 2027");
});
