import type { Messages } from "next-intl";

/** The messages the browser needs; the words of server-rendered pages stay on the server. */
export function clientMessages({
  chat,
  citation,
  errors,
  list,
  markdown,
  theme,
}: Messages): Partial<Messages> {
  return { chat, citation, errors, list, markdown, theme };
}
