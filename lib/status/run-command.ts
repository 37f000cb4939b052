import { createHash } from "node:crypto";
import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import type { Loaded } from "./load.ts";
import { type DatedEvent, SCHEMA_VERSION } from "./model/status-event.ts";
import { wakeProjector } from "./projection/project.ts";
import { appendEvents, findKey } from "./queries/events.ts";
import type { CommandResult } from "./schema.ts";

/** Others that write to the same streams at the same time make a command decide again, this often. */
const ATTEMPTS = 20;

export type Decision = {
  /** The stream that the command is for, as it was loaded. Its version is returned. */
  on: Loaded<unknown>;
  events: { stream: string; event: DatedEvent }[];
  /** Other streams that the decision depends on. */
  dependsOn?: Loaded<unknown>[];
};

export type Idempotency = {
  /** Chosen by the caller; the same key and request get the first answer again. */
  key: string;
  request: unknown;
};

const hash = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");

/**
 * Loads, decides and appends, again from the start if a stream changed in between. Without events nothing is
 * appended, and the stream's newest event is the answer. It also works inside a transaction.
 * @throws ParleyError conflict for a key that was used for another request; what `decide` throws
 */
export async function runCommand(
  ctx: Context,
  decide: () => Promise<Decision>,
  idempotency: Idempotency | null = null,
): Promise<CommandResult> {
  const key = idempotency && hash(idempotency.key);
  const requestHash = idempotency && hash(idempotency.request);
  for (let attempt = 1; ; attempt += 1) {
    const known = await repeated(ctx, key, requestHash);
    if (known) return known;
    let decision: Decision;
    try {
      decision = await decide();
    } catch (error) {
      // The same request may have been carried out since the look above.
      const done = await repeated(ctx, key, requestHash);
      if (done) return done;
      throw error;
    }
    const { on, events, dependsOn = [] } = decision;
    if (events.length === 0 && on.last) return on.last;
    const [first] = await appendEvents(ctx, {
      events: events.map(({ stream, event: { type, data, at } }) => ({
        id: newId("evt"),
        type,
        stream,
        data,
        timestamp: at,
        metadata: { schemaVersion: SCHEMA_VERSION, actor: ctx.actor.kind, requestId: ctx.requestId },
      })),
      expected: [on, ...dependsOn].map(({ stream, version }) => ({ stream, version })),
      key,
      requestHash,
    });
    if (first?.outcome === "key used") throw keyUsed();
    if (first && first.outcome !== "conflict") {
      wakeProjector(ctx);
      const { eventId, version, position } = first;
      return { eventId, version, position };
    }
    if (attempt === ATTEMPTS) throw new ParleyError("conflict", "Too many changes at once. Try again.");
  }
}

async function repeated(
  ctx: Context,
  key: string | null,
  requestHash: string | null,
): Promise<CommandResult | null> {
  const known = key && (await findKey(ctx, key));
  if (!known) return null;
  if (known.requestHash !== requestHash) throw keyUsed();
  const { eventId, version, position } = known;
  return { eventId, version, position };
}

const keyUsed = () =>
  new ParleyError("conflict", "This Idempotency-Key was used for another request. Use a new one.");
