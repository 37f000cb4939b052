import { actorHash, type Context } from "#lib/context/context.ts";
import { exportConversations } from "#lib/conversation/export-conversations.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { getAccess } from "#lib/people/get-access.ts";
import { getOwnEntitlement } from "#lib/people/get-own-entitlement.ts";
import { getProfile } from "#lib/people/get-profile.ts";
import { exportPhotos } from "#lib/photo/export-photos.ts";
import { listUpdatesOf } from "#lib/status/list-updates.ts";

/**
 * Exports everything a workspace stores about the person in `ctx` as one JSON object, in pieces, so that
 * memory use does not grow with the history. Errors are thrown before the first piece.
 * @throws ParleyError forbidden for keys and members
 */
export async function exportPersonData(ctx: Context): Promise<AsyncGenerator<string>> {
  const { kind } = ctx.actor;
  if (kind !== "person" && kind !== "visitor")
    throw new ParleyError("forbidden", "Only end users can do this.");
  const [{ person }, profile, { entitlement }, photos, checkIns] = await Promise.all([
    getOwnEntitlement(ctx),
    getProfile(ctx, actorHash(ctx)),
    getAccess(ctx),
    exportPhotos(ctx),
    kind === "person" ? listUpdatesOf(ctx, ctx.actor.id) : [],
  ]);
  const about = {
    exportedAt: ctx.now().toISOString(),
    pseudonym: actorHash(ctx),
    person,
    profile,
    entitlement,
    photos,
    checkIns,
  };
  return pieces(ctx, about);
}

async function* pieces(ctx: Context, about: object): AsyncGenerator<string> {
  yield `${JSON.stringify(about).slice(0, -1)},"conversations":[`;
  yield* exportConversations(ctx);
  yield "]}\n";
}
