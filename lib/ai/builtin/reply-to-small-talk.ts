import type { GroundingOptions } from "../schema.ts";
import { contactQuotes } from "./contact-quotes.ts";
import { listStarters } from "./list-starters.ts";
import { printQuotes } from "./print-quotes.ts";
import type { SmallTalk } from "./read-small-talk.ts";
import { replies } from "./replies.ts";

/** A short reply in the chatbot's voice; the way to a person is quoted from the passages. */
export function replyToSmallTalk({ kind, language }: SmallTalk, options: GroundingOptions): string {
  const say = replies[language];
  const { chatbot, passages } = options;
  const greeting = chatbot?.greeting.trim() ?? "";
  const introduce = (sentence: string) =>
    chatbot ? sentence.replace("{name}", chatbot.name) : say.fromSources;
  switch (kind) {
    case "greeting":
      return /^(?:hi|hello|hey|welcome|good (?:morning|day))\b/i.test(greeting)
        ? greeting
        : `${say.hello} ${language === "en" && greeting ? greeting : say.ask}`;
    case "thanks":
      return say.welcome;
    case "farewell":
      return say.goodbye;
    case "acknowledgement":
      return say.okay;
    case "identity":
      return joined(introduce(say.name), greeting || say.fromSources);
    case "isBot":
      return joined(introduce(say.automated), greeting || say.fromSources);
    case "capability":
      return joined(greeting || say.fromSources, listStarters(options, language));
    case "person":
    case "frustration": {
      const contact = contactQuotes(passages);
      const way = contact.length > 0 ? `${say.person}\n\n${printQuotes(contact, passages)}` : "";
      if (kind === "person") return way || `${say.noPerson} [0]`;
      return way ? `${say.sorry}\n\n${way}` : `${say.sorry} [0]`;
    }
  }
}

function joined(sentence: string, more: string): string {
  if (more === "") return sentence;
  return `${sentence}${more.includes("\n") ? "\n\n" : " "}${more}`;
}
