import { expect, it } from "vitest";
import { newId } from "#lib/core/ids.ts";
import { budgetEmail } from "./budget-email.ts";
import type { BudgetNotice } from "./queries/budgets.ts";

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
  name: "Bike\r\nBcc: everyone@example.com http://evil.example",
  usageUrl: "https://x.example/admin/bike/usage",
};

const links = {
  page: "https://x.example/unsubscribe#t",
  oneClick: "https://x.example/api/unsubscribe?token=t",
};

it("names the budget, its use and its reset date, on separate lines", () => {
  const { subject, text, unsubscribe } = budgetEmail("a@example.com", notice, workspace, links);
  expect(subject).toBe(
    "The workspace “Bike Bcc: everyone example com http evil example” has reached its limit for today",
  );
  expect(text).toContain("has used 10,000 of 10,000 messages today.");
  expect(text).toContain("declined until January 1, 2027, 00:00 UTC");
  expect(text).toContain("\nhttps://x.example/admin/bike/usage\n");
  expect(text).toContain(`\n${links.page}\n`);
  expect(unsubscribe).toBe(links.oneClick);
});

it("warns when a chatbot has used 80% of its cost budget for the month", () => {
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
    links,
  );
  expect(subject).toBe("The chatbot “Help” has used 80% of its limit for this month");
  expect(text).toContain("in the workspace “Bike” has used $4.1234 of $5.00 this month.");
  expect(text).toContain("When the limit is reached, new questions are declined until January 1, 2027");
});
