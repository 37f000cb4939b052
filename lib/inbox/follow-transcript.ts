import type { Context } from "#lib/context/context.ts";
import { followVersions } from "#lib/conversation/stream/follow-changes.ts";
import { notFound } from "#lib/core/errors.ts";
import { type Id, parseId } from "#lib/core/ids.ts";
import { findAnyConversation } from "./queries/transcript.ts";

/** @throws ParleyError not_found */
export async function findTranscriptPlace(
  ctx: Context,
  name: string,
): Promise<{ id: Id<"cnv">; chatbotId: Id<"bot"> }> {
  const found = await findAnyConversation(ctx, parseId("cnv", name, "conversation"));
  if (!found) throw notFound("conversation");
  return found;
}

/** Yields at once, and whenever a conversation has new messages or who answers has changed. */
export async function* followTranscript(
  ctx: Context,
  id: Id<"cnv">,
  signal: AbortSignal,
): AsyncGenerator<{ version: string }> {
  for await (const version of followVersions(ctx, id, signal)) yield { version };
}
