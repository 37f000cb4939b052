import { plainName } from "#lib/core/email/plain-name.ts";
import type { Email } from "#lib/core/email/send-email.ts";
import type { BudgetNotice } from "./queries/budgets.ts";
import { resetAt } from "./reset-at.ts";
import { type BudgetMeasure, MICROS } from "./schema.ts";

const counted = (used: number, limit: number, unit: string) =>
  `${used.toLocaleString("en")} of ${limit.toLocaleString("en")} ${limit === 1 ? unit : `${unit}s`}`;
const dollars = (micros: number) =>
  (micros / MICROS).toLocaleString("en", { style: "currency", currency: "USD", maximumFractionDigits: 4 });

const useOf: Record<BudgetMeasure, (used: number, limit: number) => string> = {
  messages: (used, limit) => counted(used, limit, "message"),
  tokens: (used, limit) => counted(used, limit, "token"),
  costMicros: (used, limit) => `${dollars(used)} of ${dollars(limit)}`,
};

/** Email that a budget is at 80% or used up: whose it is, how much is used, and when it resets. */
export function budgetEmail(
  to: string,
  notice: BudgetNotice,
  workspace: { name: string; usageUrl: string },
  unsubscribe: { page: string; oneClick: string },
): Email {
  const { scope, period, threshold, measure, used } = notice;
  const bot = notice.chatbotName ? `the chatbot ${quoted(notice.chatbotName)}` : "a deleted chatbot";
  const whose = scope === "chatbot" ? bot : `the workspace ${quoted(workspace.name)}`;
  const span = period === "day" ? "today" : "this month";
  const isUsedUp = threshold === 100;
  const share = isUsedUp ? "reached" : `used ${threshold}% of`;
  const opens = resetAt(period, new Date(`${notice.startsOn}T00:00:00Z`));
  const when = `${opens.toLocaleDateString("en-US", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" })}, 00:00 UTC`;
  const then = isUsedUp
    ? `New questions are declined until ${when}, or until you raise the limit.`
    : `When the limit is reached, new questions are declined until ${when}, or until you raise the limit.`;
  return {
    to,
    subject: `${capital(whose)} has ${share} its limit for ${span}`,
    text: `${capital(whose)} ${scope === "chatbot" ? `in the workspace ${quoted(workspace.name)} ` : ""}has used ${useOf[measure](used, notice[measure] ?? 0)} ${span}.\n\n${then}\n\nView usage and change the limit:\n${workspace.usageUrl}\n\nTo stop receiving these emails for this workspace:\n${unsubscribe.page}\n`,
    unsubscribe: unsubscribe.oneClick,
  };
}

const quoted = (name: string) => `“${plainName(name)}”`;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
