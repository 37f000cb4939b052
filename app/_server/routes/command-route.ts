import type { z } from "zod";
import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { isProjected } from "#lib/status/projection/wait-for-position.ts";
import type { Idempotency } from "#lib/status/run-command.ts";
import type { CommandResult } from "#lib/status/schema.ts";
import { keyRoute } from "./key-route.ts";
import type { RouteHandler } from "./route-handler.ts";

const MAX_KEY = 200;
/** A caller that reads at once usually finds what it has just written. */
const PROJECTED_WITHIN_MS = 200;

/**
 * A command about check-ins, for an API key: 201 with the event's id, the stream's version and the position.
 * A request with the same `Idempotency-Key` and body gets the same answer again. The body is JSON whatever
 * its content type says, as curl sends it.
 */
export function commandRoute<B>(
  name: string,
  body: z.ZodType<B>,
  run: (ctx: Context, input: B, idempotency: Idempotency | null) => Promise<CommandResult>,
): RouteHandler {
  return keyRoute({ scope: "checkins:write", body, anyType: true }, async (ctx, { request, body: input }) => {
    const key = request.headers.get("idempotency-key");
    if (key !== null && (key === "" || key.length > MAX_KEY))
      throw new ParleyError("invalid", `Idempotency-Key: use 1 to ${MAX_KEY} characters.`);
    const result = await run(ctx, input, key === null ? null : { key: `${name} ${key}`, request: input });
    await isProjected(ctx, result.position, PROJECTED_WITHIN_MS);
    return Response.json(result, { status: 201, headers: { "cache-control": "no-store" } });
  });
}
