import type { Messages } from "next-intl";

/** Returns the messages the browser needs; those of server-rendered pages stay on the server. */
export function clientMessages({
  cards,
  chat,
  citation,
  errors,
  list,
  markdown,
  people,
  skills,
  theme,
}: Messages): Partial<Messages> {
  return { cards, chat, citation, errors, list, markdown, people, skills, theme };
}
