import { getChatbot } from "#lib/chatbot/get-chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { escapeMarkdown } from "#lib/core/escape-markdown.ts";
import { getConversation } from "../get-conversation.ts";
import { listMessages } from "../list-messages.ts";
import type { ChatMessage, exportFormats } from "../schema.ts";
import { printMessage } from "./print-message.ts";

type Format = (typeof exportFormats)[number];
type File = { name: string; type: string; pieces: AsyncGenerator<string> };

const types: Record<Format, string> = {
  md: "text/markdown; charset=utf-8",
  json: "application/json; charset=utf-8",
};

/**
 * A file of one of the person's conversations, as the page shows it: the answers that count, oldest first. It
 * holds a page of messages for each piece, and the printed conversation in memory.
 * @throws ParleyError not_found for another person's conversation
 */
export async function exportConversation(ctx: Context, name: string, format: Format): Promise<File> {
  const { chatbotId, title } = await getConversation(ctx, name);
  const chatbot = await getChatbot(ctx, chatbotId);
  const print = (message: ChatMessage) =>
    format === "md" ? printMessage(message, chatbot.name) : JSON.stringify(toJson(message));
  const pieces = async function* () {
    const newestFirst: string[][] = [];
    let before: string | undefined;
    do {
      const page = await listMessages(ctx, { name, before });
      newestFirst.push(page.messages.map(print));
      before = page.before ?? undefined;
    } while (before !== undefined);
    const pages = newestFirst.reverse();
    if (format === "md") {
      yield `# ${escapeMarkdown(title || chatbot.name)}\n\n`;
      for (const page of pages) yield page.join("");
      return;
    }
    const head = JSON.stringify({ title, chatbot: { handle: chatbot.handle, name: chatbot.name } });
    yield `${head.slice(0, -1)},"messages":[`;
    let isFirst = true;
    for (const page of pages) {
      yield (isFirst || page.length === 0 ? "" : ",") + page.join(",");
      isFirst &&= page.length === 0;
    }
    yield "]}\n";
  };
  return { name: `conversation.${format}`, type: types[format], pieces: pieces() };
}

function toJson({ role, text, createdAt, author, cards, citations, turn, feedback }: ChatMessage) {
  return {
    role,
    ...(author && { author: author.name }),
    createdAt,
    text,
    ...(cards.length > 0 && { cards }),
    ...(citations.length > 0 && {
      citations: citations.map(({ number, title, headingPath, pages, excerpt }) => ({
        number,
        title,
        headingPath,
        pages,
        excerpt,
      })),
    }),
    ...(turn && { state: turn.state, model: turn.model.id }),
    ...(feedback && { feedback }),
  };
}
