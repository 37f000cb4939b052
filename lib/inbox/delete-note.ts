import { allows } from "#lib/access/permissions.ts";
import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { parseId } from "#lib/core/ids.ts";
import { deleteNoteRow } from "./queries/transcript.ts";

/**
 * Deletes a note: one's own, or, as an admin, anyone's.
 * @throws ParleyError not_found, also for another member's note
 */
export async function deleteNote(ctx: Context, name: string, note: string): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== "user") throw new ParleyError("forbidden", "Only members delete notes.");
  const isDeleted = await deleteNoteRow(ctx, {
    id: parseId("nte", note, "note"),
    conversationId: parseId("cnv", name, "conversation"),
    authorId: allows(actor.role, "workspace:write") ? null : actor.id,
  });
  if (!isDeleted) throw notFound("note");
}
