import type { GroundingOptions } from "../schema.ts";
import { contactQuotes } from "./contact-quotes.ts";
import { namesContact } from "./names-contact.ts";
import type { ReplyLanguage } from "./phrases.ts";
import { printQuotes } from "./print-quotes.ts";
import { replies } from "./replies.ts";

const MAX_ROWS = 2;

/** Returns how to reach a person, as a paragraph to append, or nothing if no passage says. */
export function wayToPerson({ contact = [], passages }: GroundingOptions, language: ReplyLanguage): string {
  const saying = contact.length > 0 ? contact : passages.filter(namesContact);
  const quotes = contactQuotes(saying, { maxRows: MAX_ROWS }).slice(0, 1);
  return quotes.length > 0 ? `\n\n${replies[language].reach}\n\n${printQuotes(quotes, saying)}` : "";
}
