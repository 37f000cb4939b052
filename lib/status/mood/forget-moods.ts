import type { Context } from "#lib/context/context.ts";
import { deleteMoodTokens, listOpenMoods } from "../queries/mood.ts";
import { moodToken } from "./mood-token.ts";

/** Deletes that people have said their mood in open rounds. The counts, which name nobody, stay. */
export async function forgetMoods(ctx: Context, persons: string[]): Promise<void> {
  for (const { salt, ...round } of await listOpenMoods(ctx))
    await deleteMoodTokens(
      ctx,
      round,
      persons.map((personId) => moodToken(salt, personId)),
    );
}
