import { escapeMarkdown, withoutHtml } from "#lib/core/escape-markdown.ts";
import { plainAnswer } from "#lib/skills/answer-parts.ts";
import type { ChatMessage, Citation } from "../schema.ts";

const oneLine = (text: string) => escapeMarkdown(text.replace(/\s+/g, " ").trim());

/** Prints a message as a section of a Markdown file. Times are UTC. @param chatbot its name */
export function printMessage(message: ChatMessage, chatbot: string): string {
  const { role, text, cards, citations, createdAt, author } = message;
  const isQuestion = role === "user";
  const who = isQuestion ? "You" : author ? (author.name ?? "A member") : chatbot;
  const parts = [
    `**${oneLine(who)}** ${createdAt.slice(0, 16).replace("T", " ")}`,
    isQuestion ? escapeMarkdown(text) : withoutHtml(plainAnswer(text, cards)),
    ...printSources(citations),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n\n`;
}

/** The list of an answer's sources; nothing if it has none. */
export function printSources(citations: readonly Pick<Citation, "number" | "title" | "headingPath">[]) {
  const lines = citations.map(({ number, title, headingPath }) => {
    const place = [title, ...headingPath.filter((heading) => heading !== title)].join(" › ");
    return `- \\[${number}\\] ${oneLine(place)}`;
  });
  return lines.length > 0 ? [lines.join("\n")] : [];
}
