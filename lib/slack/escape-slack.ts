const MAX_SECTION = 3_000;

/**
 * Escapes what people wrote for Slack's markup, so that it neither mentions a channel nor makes a link
 * (docs.slack.dev/messaging/formatting-message-text#escaping).
 */
export function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Reads a message's text back as the person typed it: links and mentions become their text. */
export function plainFromSlack(text: string): string {
  return text
    .replace(/<([^<>|]*)\|([^<>]*)>/g, (_, target: string, label: string) =>
      /^https?:/.test(target) ? target : label,
    )
    .replace(/<([^<>]*)>/g, (_, target: string) => target.replace(/^mailto:/, ""))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

/** Cuts escaped text to what a section may hold, never inside an escape or a surrogate pair. */
export function cutSection(escaped: string, limit = MAX_SECTION): string {
  if (escaped.length <= limit) return escaped;
  const cut = escaped.slice(0, limit - 1).replace(/&[a-z]{0,4}$|[\uD800-\uDBFF]$/, "");
  return `${cut}…`;
}
