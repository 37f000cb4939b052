import remend from "remend";

/** Closes markup that the stream has not closed yet, and drops a partial citation mark. */
export function closeOpenMarkdown(text: string): string {
  return remend(text.replace(/ ?\[\d{0,3}$/, ""), { linkMode: "text-only", htmlTags: false });
}
