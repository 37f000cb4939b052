import { printSources } from "#lib/conversation/export/print-message.ts";
import { escapeMarkdown, withoutHtml } from "#lib/core/escape-markdown.ts";
import type { WireMessage } from "../wire.ts";

const oneLine = (text: string) => escapeMarkdown(text.replace(/\s+/g, " ").trim());
const timeOf = (iso: string) => iso.slice(11, 16);
const dayOf = (iso: string) => iso.slice(0, 10);

/**
 * A message in Markdown, with a heading where it starts a new day. Times are UTC.
 * @param paths where its files are, by their ids, in an archive that has them; null for one that is missing
 */
export function printMessage(
  message: WireMessage,
  previousDay: string | null,
  paths?: ReadonlyMap<string, string | null>,
): string {
  const { username, created_at: at, edited_at: edited, deleted_at: deleted, reply_to: quoted } = message;
  const day = dayOf(at);
  const parts = [
    day === previousDay ? [] : [`## ${day}`],
    [`**${oneLine(username)}** ${timeOf(at)}${edited && !deleted ? " (edited)" : ""}`],
    quoted ? [`> ${oneLine(quoted.username)}: ${oneLine(quoted.content)}`] : [],
    [deleted ? "*Message deleted*" : textOf(message)],
    filesOf(message, paths),
    printSources(message.answer?.citations ?? []),
    reactionsOf(message),
  ];
  return `${parts.flat().join("\n\n")}\n\n`;
}

function textOf({ content, answer }: WireMessage): string {
  return answer ? withoutHtml(content) : escapeMarkdown(content);
}

function filesOf({ files }: WireMessage, paths?: ReadonlyMap<string, string | null>): string[] {
  return files.map(({ id, name, size }) => {
    const about = `(${Math.ceil(size / 1_000)} kB)`;
    const path = paths?.get(id);
    if (path) return `📎 [${oneLine(name)}](<${path}>) ${about}`;
    return `📎 ${oneLine(name)} ${path === null ? "(no longer stored)" : about}`;
  });
}

function reactionsOf({ reactions }: WireMessage): string[] {
  return reactions.length > 0 ? [reactions.map(({ emoji, count }) => `${emoji} ${count}`).join("  ")] : [];
}
