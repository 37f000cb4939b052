import type { Context } from "#lib/context/context.ts";
import { isProjected } from "#lib/status/projection/wait-for-position.ts";
import type { CommandResult } from "#lib/status/schema.ts";

/** The page that follows then shows the change. */
const PROJECTED_WITHIN_MS = 1_000;

/** Answers a command from Studio once its change can be read. */
export async function checkInResponse(
  ctx: Context,
  command: Promise<CommandResult>,
  status = 200,
): Promise<Response> {
  const result = await command;
  await isProjected(ctx, result.position, PROJECTED_WITHIN_MS);
  return Response.json(result, { status, headers: { "cache-control": "no-store" } });
}
