import { z } from "zod";
import { channels, ratings } from "#lib/conversation/schema.ts";
import { type Id, isId } from "#lib/core/ids.ts";
import { addDays, instantOf } from "#lib/core/local-time.ts";
import { searchableText } from "#lib/core/storable-text.ts";
import { groundings } from "#lib/mark-parsing/grounding.ts";
import type { InboxFilter } from "./queries/filter.ts";
import type { InboxQuery } from "./schema.ts";

const MIDNIGHT = { hour: 0, minute: 0 };

type Named = { id: string; handle: string };

/**
 * What an address asks for. What it does not understand of it, such as an impossible date or an unknown
 * channel, is left out; a chatbot that does not exist finds nothing.
 * @param timeZone of `from` and `to`, which are whole days, both included
 */
export function readFilter(query: InboxQuery, chatbots: readonly Named[], timeZone: string): InboxFilter {
  const day = (date: string | undefined, more: number) =>
    date && z.iso.date().safeParse(date).success ? instantOf(addDays(date, more), MIDNIGHT, timeZone) : null;
  return {
    chatbotId: query.chatbot === undefined ? null : (chatbotOf(query.chatbot, chatbots) ?? "unknown"),
    channel: channels.find((one) => one === query.channel) ?? null,
    grounding: groundings.find((one) => one === query.grounding) ?? null,
    rating: ratings.find((one) => one === query.feedback) ?? null,
    isHandled: query.handling === "person" ? true : query.handling === "bot" ? false : null,
    label: query.label ?? null,
    person: query.person ?? null,
    text: searchableText(query.text) ?? null,
    from: day(query.from, 0),
    before: day(query.to, 1),
  };
}

function chatbotOf(name: string, chatbots: readonly Named[]): Id<"bot"> | null {
  const found = chatbots.find(({ id, handle }) => handle === name || id === name);
  return found && isId("bot", found.id) ? found.id : null;
}
