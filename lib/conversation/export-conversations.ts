import type { Context } from "#lib/context/context.ts";
import { listOwnConversations, listOwnMessages } from "./queries/people.ts";

const CONVERSATION_PAGE = 50;
const MESSAGE_PAGE = 200;

/**
 * Exports the person's conversations with messages as comma-separated JSON objects, in pieces of bounded
 * size.
 */
export async function* exportConversations(ctx: Context): AsyncGenerator<string> {
  let separator = "";
  for await (const { createdAt, ...conversation } of conversationsOf(ctx)) {
    const head = { ...conversation, createdAt: createdAt.toISOString() };
    yield `${separator}${JSON.stringify(head).slice(0, -1)},"messages":[`;
    separator = ",";
    yield* messagesOf(ctx, conversation.id);
    yield "]}";
  }
}

async function* conversationsOf(ctx: Context) {
  let page = await listOwnConversations(ctx, null, CONVERSATION_PAGE);
  while (page.length > 0) {
    yield* page;
    const last = page.at(-1)?.id ?? null;
    page = await listOwnConversations(ctx, last, CONVERSATION_PAGE);
  }
}

async function* messagesOf(ctx: Context, id: Parameters<typeof listOwnMessages>[1]): AsyncGenerator<string> {
  let separator = "";
  let page = await listOwnMessages(ctx, id, -1, MESSAGE_PAGE);
  while (page.length > 0) {
    const json = page.map(({ seq, createdAt, ...message }) => ({
      ...message,
      createdAt: createdAt.toISOString(),
    }));
    yield `${separator}${JSON.stringify(json).slice(1, -1)}`;
    separator = ",";
    page = await listOwnMessages(ctx, id, page.at(-1)?.seq ?? 0, MESSAGE_PAGE);
  }
}
