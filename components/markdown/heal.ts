import remend from "remend";

/** Completes what the stream has not yet closed, and holds back a citation mark that is only half there. */
export function heal(text: string): string {
  return remend(text.replace(/ ?\[\d{0,3}$/, ""), { linkMode: "text-only", htmlTags: false });
}
