import type { Context } from "#lib/context/context.ts";
import { loadAnswerCitations } from "#lib/conversation/load-answer-citations.ts";
import { presentMessage } from "../present.ts";
import { loadFiles } from "../queries/files.ts";
import { loadRoomMessages, type ShownMessage } from "../queries/messages.ts";
import { loadReactions } from "../queries/reactions.ts";
import type { RoomRow } from "../queries/rooms.ts";
import type { WireMessage } from "../wire.ts";

/** Completes messages with the messages they reply to, reactions, and the citations of answers. */
export async function presentMessages(
  ctx: Context,
  room: Pick<RoomRow, "id" | "code">,
  rows: ShownMessage[],
): Promise<WireMessage[]> {
  const known = new Map(rows.map((row) => [row.message.id, row]));
  const missing = rows.flatMap(({ message: { replyTo } }) =>
    replyTo && !known.has(replyTo) ? [replyTo] : [],
  );
  const answers = rows.flatMap(({ message: { answerId, deletedAt } }) =>
    answerId && !deletedAt ? [answerId] : [],
  );
  const ids = rows.map(({ message }) => message.id);
  const [others, citations, reactions, files] = await Promise.all([
    loadRoomMessages(ctx, room.id, [...new Set(missing)]),
    loadAnswerCitations(ctx, answers),
    loadReactions(ctx, room.id, ids),
    loadFiles(ctx, room.id, ids),
  ]);
  for (const row of others) known.set(row.message.id, row);
  const filesOf = Map.groupBy(files, ({ messageId }) => messageId);
  const reactionsTo = Map.groupBy(reactions, ({ messageId }) => messageId);
  return rows.map((row) => {
    const { id, replyTo, answerId } = row.message;
    const quoted = replyTo ? known.get(replyTo) : undefined;
    return presentMessage(room.code, row, {
      quoted,
      citations: (answerId && citations.get(answerId)) || [],
      reactions: reactionsTo.get(id) ?? [],
      files: filesOf.get(id) ?? [],
    });
  });
}
