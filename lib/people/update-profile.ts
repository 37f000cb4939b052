import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { updateProfile } from "./queries.ts";
import type { Profile } from "./schema.ts";

/** @throws ParleyError forbidden for whoever has no account here */
export async function changeProfile(ctx: Context, profile: Profile): Promise<void> {
  if (ctx.actor.kind !== "person") throw new ParleyError("forbidden", "Sign in first.");
  await updateProfile(ctx, ctx.actor.id, profile);
}
