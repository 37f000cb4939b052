import type { Context } from "#lib/context/context.ts";
import { errorFields, log } from "#lib/core/log.ts";
import type { Turn } from "./turn.ts";

export function logTurnWarning(ctx: Context, turn: Turn, error: unknown, message: string): void {
  const { requestId, tenantId } = ctx;
  const { conversationId, turnId } = turn;
  log().warn({ requestId, tenantId, conversationId, turnId, ...errorFields(error) }, message);
}
