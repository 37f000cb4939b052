import type { Context } from "#lib/context/context.ts";
import { listOwnConversations, listOwnMessages } from "./queries/people.ts";

const CONVERSATIONS_AT_ONCE = 50;
const MESSAGES_AT_ONCE = 200;

/** The asker's conversations with their messages as comma-separated JSON objects, in pieces of bounded size. */
export async function* exportConversations(ctx: Context): AsyncGenerator<string> {
  let mark = "";
  for await (const { createdAt, ...conversation } of conversationsOf(ctx)) {
    const head = { ...conversation, createdAt: createdAt.toISOString() };
    yield `${mark}${JSON.stringify(head).slice(0, -1)},"messages":[`;
    mark = ",";
    yield* messagesOf(ctx, conversation.id);
    yield "]}";
  }
}

async function* conversationsOf(ctx: Context) {
  let page = await listOwnConversations(ctx, null, CONVERSATIONS_AT_ONCE);
  while (page.length > 0) {
    yield* page;
    const last = page.at(-1)?.id ?? null;
    page = await listOwnConversations(ctx, last, CONVERSATIONS_AT_ONCE);
  }
}

async function* messagesOf(ctx: Context, id: Parameters<typeof listOwnMessages>[1]): AsyncGenerator<string> {
  let mark = "";
  let page = await listOwnMessages(ctx, id, -1, MESSAGES_AT_ONCE);
  while (page.length > 0) {
    const said = page.map(({ seq, createdAt, ...message }) => ({
      ...message,
      createdAt: createdAt.toISOString(),
    }));
    yield `${mark}${JSON.stringify(said).slice(1, -1)}`;
    mark = ",";
    page = await listOwnMessages(ctx, id, page.at(-1)?.seq ?? 0, MESSAGES_AT_ONCE);
  }
}
