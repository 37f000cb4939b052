import { actorHash, type Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { getAccess } from "#lib/people/get-access.ts";
import { getOwnStanding } from "#lib/people/get-own-entitlement.ts";
import { getProfile } from "#lib/people/get-profile.ts";
import { listOwnConversations, listOwnMessages } from "#lib/conversation/queries/people.ts";

const CONVERSATIONS_AT_ONCE = 50;
const MESSAGES_AT_ONCE = 200;

/**
 * All that a workspace keeps of whoever asks, to be downloaded: one JSON object, in pieces, so that a long history takes no
 * more room than a short one. What is there is refused before the first piece, if at all.
 * @throws ParleyError forbidden for keys and members
 */
export async function exportPerson(ctx: Context): Promise<AsyncGenerator<string>> {
  const { kind } = ctx.actor;
  if (kind !== "person" && kind !== "visitor") throw new ParleyError("forbidden", "This is for end users.");
  const [{ person }, profile, { entitlement }] = await Promise.all([
    getOwnStanding(ctx),
    getProfile(ctx, actorHash(ctx)),
    getAccess(ctx),
  ]);
  const about = {
    exportedAt: ctx.now().toISOString(),
    pseudonym: actorHash(ctx),
    person,
    profile,
    entitlement,
  };
  return pieces(ctx, about);
}

async function* pieces(ctx: Context, about: object): AsyncGenerator<string> {
  yield `${JSON.stringify(about).slice(0, -1)},"conversations":[`;
  let mark = "";
  for await (const { createdAt, ...conversation } of conversationsOf(ctx)) {
    const head = { ...conversation, createdAt: createdAt.toISOString() };
    yield `${mark}${JSON.stringify(head).slice(0, -1)},"messages":[`;
    mark = ",";
    yield* messagesOf(ctx, conversation.id);
    yield "]}";
  }
  yield "]}\n";
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
