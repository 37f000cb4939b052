import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { type Id, isId } from "#lib/core/ids.ts";
import { objectStore } from "#lib/core/storage/object-store.ts";

const FOLDER = "erased";

const note = z.object({
  at: z.iso.datetime(),
  actor: z.enum(["visitor", "person", "user"]),
  id: z.string(),
  userIdHash: z.string(),
  /** Whether their account of the instance was deleted as well. */
  account: z.boolean(),
});
/** Someone who was erased from a workspace. It holds ids, no names. */
export type Erasure = z.infer<typeof note> & { tenantId: Id<"ten"> };

/**
 * Notes in the file storage that the person in `ctx` is erased, before it is done: a restored backup contains
 * them again, and the database then no longer knows it. The note is deleted with the workspace.
 */
export async function noteErasure(ctx: Context, account: boolean): Promise<void> {
  const { actor, tenantId } = ctx;
  if (actor.kind !== "visitor" && actor.kind !== "person" && actor.kind !== "user")
    throw new ParleyError("forbidden", "Only end users can do this.");
  const at = ctx.now().toISOString();
  const { kind, id, userIdHash } = actor;
  const content = { at, actor: kind, id, userIdHash, account } satisfies z.infer<typeof note>;
  await objectStore().put(`${tenantId}/${FOLDER}/${randomUUID()}`, Buffer.from(JSON.stringify(content)), {
    contentType: "application/json",
  });
}

/** The erasures that were noted since a time. */
export async function* listErasures(since: Date): AsyncGenerator<Erasure> {
  for await (const { key } of objectStore().list("")) {
    const [tenantId = "", folder] = key.split("/");
    if (folder !== FOLDER || !isId("ten", tenantId)) continue;
    const object = await objectStore().get(key);
    const erasure = object && note.parse(JSON.parse(object.bytes.toString("utf8")));
    if (erasure && new Date(erasure.at) >= since) yield { ...erasure, tenantId };
  }
}
