import { and, asc, eq, gt, inArray, lte, sql } from "drizzle-orm";
import { eventHeads, eventKeys, statusEvents } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";

export type StoredEvent = {
  id: string;
  type: string;
  stream: string;
  version: number;
  position: number;
  data: unknown;
  schemaVersion: number;
  /** When it happened. */
  timestamp: Date;
};

export type NewEvent = Pick<StoredEvent, "id" | "type" | "stream" | "data"> & {
  timestamp: string;
  metadata: Record<string, unknown>;
};

export type Append = {
  events: NewEvent[];
  /** Versions that streams must have; 0 for one that must not exist. */
  expected: { stream: string; version: number }[];
  /** Under a key that was used before for the same request, nothing is appended. */
  key: string | null;
  requestHash: string | null;
};

export type Appended = {
  outcome: "appended" | "repeated" | "key used" | "conflict";
  /** Of a conflict, the name of the stream. */
  eventId: string;
  version: number;
  position: number;
};

/** @returns a row for each event in their order; one row for any other outcome than `appended` */
export async function appendEvents(ctx: Context, append: Append): Promise<Appended[]> {
  const rows = await ctx.db.execute<Record<string, unknown>>(sql`
    select outcome, event_id, version, position from events.append(
      ${JSON.stringify(append.events)}::jsonb, ${JSON.stringify(append.expected)}::jsonb,
      ${append.key}::text, ${append.requestHash}::text)`);
  return rows.map((row) => ({
    outcome: row.outcome as Appended["outcome"],
    eventId: String(row.event_id),
    version: Number(row.version),
    position: Number(row.position),
  }));
}

const columns = {
  id: statusEvents.id,
  type: statusEvents.type,
  stream: statusEvents.aggregateId,
  version: statusEvents.version,
  position: statusEvents.position,
  data: statusEvents.data,
  metadata: statusEvents.metadata,
  timestamp: statusEvents.timestamp,
};

const toStored = ({
  metadata,
  ...row
}: Omit<StoredEvent, "schemaVersion"> & { metadata: { schemaVersion?: number } | null }): StoredEvent => ({
  ...row,
  schemaVersion: metadata?.schemaVersion ?? 1,
});

/** The events of a stream up to a position, oldest first. */
export async function readStream(
  ctx: Context,
  stream: string,
  until = Number.MAX_SAFE_INTEGER,
): Promise<StoredEvent[]> {
  const rows = await ctx.db
    .select(columns)
    .from(statusEvents)
    .where(
      and(
        eq(statusEvents.tenantId, ctx.tenantId),
        eq(statusEvents.aggregateId, stream),
        lte(statusEvents.position, until),
      ),
    )
    .orderBy(asc(statusEvents.version));
  return rows.map(toStored);
}

/**
 * The events that follow a position, which have no gaps. The upper bound makes Postgres use their index, also
 * while it has no statistics of a workspace that grew fast.
 */
export async function readAfter(ctx: Context, position: number, limit: number): Promise<StoredEvent[]> {
  const rows = await ctx.db
    .select(columns)
    .from(statusEvents)
    .where(
      and(
        eq(statusEvents.tenantId, ctx.tenantId),
        gt(statusEvents.position, position),
        lte(statusEvents.position, position + limit),
      ),
    )
    .orderBy(asc(statusEvents.position))
    .limit(limit);
  return rows.map(toStored);
}

/** Which of these events exist. */
export async function findKnownIds(ctx: Context, ids: string[]): Promise<Set<string>> {
  const rows = await ctx.db
    .select({ id: statusEvents.id })
    .from(statusEvents)
    .where(and(eq(statusEvents.tenantId, ctx.tenantId), inArray(statusEvents.id, ids)));
  return new Set(rows.map(({ id }) => id));
}

/** The position of the newest event; 0 without events. */
export async function readHead(ctx: Context): Promise<number> {
  const [row] = await ctx.db
    .select({ position: eventHeads.position })
    .from(eventHeads)
    .where(eq(eventHeads.tenantId, ctx.tenantId));
  return row?.position ?? 0;
}

export async function findKey(ctx: Context, key: string) {
  const [row] = await ctx.db
    .select({
      requestHash: eventKeys.requestHash,
      eventId: eventKeys.eventId,
      version: eventKeys.version,
      position: eventKeys.position,
    })
    .from(eventKeys)
    .where(and(eq(eventKeys.tenantId, ctx.tenantId), eq(eventKeys.key, key)));
  return row ?? null;
}

/** Empties what events say about a person. @returns the number of events changed */
export async function forgetPerson(
  ctx: Context,
  { persons, eventId }: { persons: string[]; eventId: string },
): Promise<number> {
  const list = sql.join(
    persons.map((person) => sql`${person}`),
    sql`, `,
  );
  const rows = await ctx.db.execute<{ changed: number }>(
    sql`select events.forget(array[${list}]::text[], ${eventId}, ${ctx.now().toISOString()}::timestamptz) as changed`,
  );
  return Number(rows[0]?.changed ?? 0);
}

/** Ids of events whose data is not what was appended, apart from streams from which a person was erased. */
export async function listChangedEvents(ctx: Context, until: number): Promise<string[]> {
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select v.id from events.events v
    where v.tenant_id = platform.current_tenant() and v.position <= ${until}
      and v.data_hash <> encode(sha256(convert_to(v.data::text, 'UTF8')), 'hex')
      and not exists (
        select from events.events f where f.tenant_id = v.tenant_id and f.type = 'person.forgotten'
          and f.data -> 'streams' ? v.aggregate_id)
    order by v.position limit 20`);
  return rows.map(({ id }) => id);
}
