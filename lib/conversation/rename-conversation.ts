import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { renameConversationRow } from "./queries/conversations.ts";

export async function renameConversation(
  ctx: Context,
  input: { name: string; title: string },
): Promise<void> {
  if (!(await renameConversationRow(ctx, input.name, input.title))) throw notFound("conversation");
}
