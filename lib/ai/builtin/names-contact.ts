import { givesContact } from "./gives-contact.ts";

const CONTACT_HEADING = /\b(?:contact|support|help|reach|hotline|customer service|imprint)/i;

/** Whether a passage is about how to reach someone. An address within another topic is not enough. */
export function namesContact(passage: { title: string; headingPath: string[]; text: string }): boolean {
  const { title, headingPath, text } = passage;
  return CONTACT_HEADING.test([title, ...headingPath].join(" ")) && givesContact(text);
}
