import { type Id, isId } from "#lib/core/ids.ts";
import type { AnalyticsQuery } from "./period.ts";
import type { ReportFilter } from "./queries/report.ts";

type Named = { id: string; handle: string };

/** What an address asks for. A chatbot that does not exist finds nothing. */
export function readReportFilter(query: AnalyticsQuery, chatbots: readonly Named[]): ReportFilter {
  const found = chatbots.find(({ id, handle }) => handle === query.chatbot || id === query.chatbot);
  const chatbotId: Id<"bot"> | "unknown" = found && isId("bot", found.id) ? found.id : "unknown";
  return { chatbotId: query.chatbot ? chatbotId : null, channel: query.channel ?? null };
}
