import { givesContact } from "./gives-contact.ts";

const CONTACT_HEADING = /\b(?:contact|support|help|reach|hotline|customer service|imprint)/i;

/** Whether a passage is about how to reach somebody. An address in the middle of another topic is not. */
export function namesContact(passage: { title: string; headingPath: string[]; text: string }): boolean {
  const { title, headingPath, text } = passage;
  return CONTACT_HEADING.test([title, ...headingPath].join(" ")) && givesContact(text);
}
