import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { updateProfileRow } from "./queries/people.ts";
import type { Profile } from "./schema.ts";

/** @throws ParleyError forbidden for people without an account */
export async function updateProfile(ctx: Context, profile: Profile): Promise<void> {
  if (ctx.actor.kind !== "person") throw new ParleyError("forbidden", "Sign in first.");
  await updateProfileRow(ctx, ctx.actor.id, profile);
}
