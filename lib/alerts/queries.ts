import { and, desc, eq, lt, sql } from "drizzle-orm";
import {
  alertDeliveries,
  alerts,
  modelConnections,
  processes,
  turns,
  usageTotals,
} from "#db/schema/index.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import { type Id, idToUuid, newId } from "#lib/core/ids.ts";
import type { AlertRule } from "./alert-rules.ts";
import type { AlertNotice } from "./alert-text.ts";
import type { AlertChannel, Breach, Figures } from "./schema.ts";

/** An alert is cleared when no process has seen its breach for this long. */
const CLEAR_AFTER_SECONDS = 60;
/** A worker without a heartbeat for this long counts as lost. */
const LOST_AFTER_SECONDS = 30;
/** A worker that was lost longer ago and never replaced was not needed. */
const LOST_FOR_SECONDS = 3_600;
const WINDOW_SECONDS = 300;
/** Longest turn: limits how far before the window the query has to look for starts. */
const LONGEST_TURN_SECONDS = 900;
const KEEP_DAYS = 90;
const MAX_TRIES = 12;
const FIRST_PAUSE_SECONDS = 15;
const AT_ONCE = 20;

const ago = (seconds: number) => sql`now() - make_interval(secs => ${seconds})`;

/** `isQuiet`: no alert is active, and no notice is still to be sent. */
type FromDatabase = Pick<Figures, "turns" | "lostWorkers" | "costMicrosToday" | "roomDeliverySeconds"> & {
  isQuiet: boolean;
};

/** Reads the recent figures of all workspaces together, in one statement. */
export async function readFigures(operator: OperatorContext): Promise<FromDatabase> {
  const rows = await operator.db.execute(sql`
    select t.*, w.lost, d.delivery, s.cost, a.is_quiet from (
      select count(*) filter (where ended_at > ${ago(WINDOW_SECONDS)})::integer as ended,
        count(*) filter (where ended_at > ${ago(WINDOW_SECONDS)} and state in ('failed', 'interrupted'))::integer as failed,
        count(*) filter (where first_token_at > ${ago(WINDOW_SECONDS)})::integer as first_tokens,
        coalesce(percentile_disc(0.95) within group (order by extract(epoch from first_token_at - started_at))
          filter (where first_token_at > ${ago(WINDOW_SECONDS)}), 0)::float8 as p95
      from ${turns} where started_at > ${ago(WINDOW_SECONDS + LONGEST_TURN_SECONDS)}
    ) t, (
      select count(*)::integer as lost from ${processes} p
      where p.role in ('worker', 'monolith') and p.seen_at between ${ago(LOST_FOR_SECONDS)} and ${ago(LOST_AFTER_SECONDS)}
        and not exists (select from ${processes} o where o.role = p.role and o.started_at > p.seen_at)
    ) w, (
      select coalesce(max(delivery_ms), 0)::float8 / 1000 as delivery from ${processes}
      where seen_at > ${ago(LOST_AFTER_SECONDS)}
    ) d, (
      select coalesce(sum(cost_micros), 0)::float8 as cost from ${usageTotals}
      where scope = 'tenant' and period = 'day' and starts_on = (now() at time zone 'UTC')::date
        and tenant_id not in (select tenant_id from ${modelConnections})
    ) s, (
      select not exists (select from ${alerts} where cleared_at is null) and not exists (
        select from ${alertDeliveries} where delivered_at is null and tries < ${MAX_TRIES}
      ) as is_quiet
    ) a`);
  type Row = Record<"ended" | "failed" | "first_tokens" | "p95" | "lost" | "delivery" | "cost", number>;
  const [row] = rows as unknown as (Row & { is_quiet: boolean })[];
  return {
    turns: {
      ended: row?.ended ?? 0,
      failed: row?.failed ?? 0,
      firstTokens: row?.first_tokens ?? 0,
      firstTokenP95Seconds: row?.p95 ?? 0,
    },
    lostWorkers: row?.lost ?? 0,
    roomDeliverySeconds: row?.delivery ?? 0,
    costMicrosToday: row?.cost ?? 0,
    isQuiet: row?.is_quiet ?? false,
  };
}

/** Records that a rule is past its limit. The first process to do so creates the alert and its notices. */
export async function holdAlert(
  operator: OperatorContext,
  { rule, value, threshold }: Breach,
  channels: readonly AlertChannel[],
): Promise<void> {
  await operator.db.execute(sql`
    with held as (
      insert into ${alerts} (id, rule, value, threshold) values (${idToUuid(newId("alt"))}::uuid, ${rule}, ${value}::float8, ${threshold}::float8)
      on conflict (rule) where cleared_at is null
      do update set over_at = now(), value = excluded.value, threshold = excluded.threshold
      returning id, fired_at = over_at as is_new
    )
    insert into ${alertDeliveries} (alert_id, event, channel)
    select held.id, 'fired', channel from held, unnest(${asArray(channels)}) as channel where held.is_new
    on conflict do nothing`);
}

/** Clears alerts whose breach no process has seen for a while. */
export async function clearAlerts(
  operator: OperatorContext,
  channels: readonly AlertChannel[],
): Promise<void> {
  await operator.db.execute(sql`
    with cleared as (
      update ${alerts} set cleared_at = now() where cleared_at is null and over_at < ${ago(CLEAR_AFTER_SECONDS)} returning id
    )
    insert into ${alertDeliveries} (alert_id, event, channel)
    select cleared.id, 'cleared', channel from cleared, unnest(${asArray(channels)}) as channel
    on conflict do nothing`);
}

const asArray = (channels: readonly AlertChannel[]) =>
  sql`array[${sql.join(
    channels.map((channel) => sql`${channel}`),
    sql`, `,
  )}]::text[]`;

/** Stores an alert whose notices were sent without the database, for the history. */
export async function insertPastAlert(
  operator: OperatorContext,
  past: { id: Id<"alt">; rule: AlertRule; firedAt: Date; clearedAt: Date },
): Promise<void> {
  await operator.db.insert(alerts).values({ ...past, overAt: past.clearedAt });
}

export type Delivery = AlertNotice & { alertId: Id<"alt">; channel: AlertChannel };

/** Claims the notices that are due. No other process gets them before their next retry is due. */
export async function takeDeliveries(operator: OperatorContext): Promise<Delivery[]> {
  const due = operator.db
    .select({
      alertId: alertDeliveries.alertId,
      event: alertDeliveries.event,
      channel: alertDeliveries.channel,
    })
    .from(alertDeliveries)
    .where(
      sql`${alertDeliveries.deliveredAt} is null and ${alertDeliveries.nextAt} <= now() and ${alertDeliveries.tries} < ${MAX_TRIES}`,
    )
    .orderBy(alertDeliveries.nextAt)
    .limit(AT_ONCE)
    .for("update", { skipLocked: true })
    .as("due");
  return operator.db
    .update(alertDeliveries)
    .set({
      tries: sql`${alertDeliveries.tries} + 1`,
      nextAt: sql`now() + make_interval(secs => ${FIRST_PAUSE_SECONDS} * least(power(2, ${alertDeliveries.tries}), 64))`,
    })
    .from(due)
    .innerJoin(alerts, eq(alerts.id, due.alertId))
    .where(
      and(
        eq(alertDeliveries.alertId, due.alertId),
        eq(alertDeliveries.event, due.event),
        eq(alertDeliveries.channel, due.channel),
      ),
    )
    .returning({
      alertId: alertDeliveries.alertId,
      id: alerts.id,
      rule: alerts.rule,
      event: alertDeliveries.event,
      channel: alertDeliveries.channel,
      value: alerts.value,
      threshold: alerts.threshold,
      firedAt: alerts.firedAt,
      clearedAt: alerts.clearedAt,
    });
}

export async function markDelivered(
  operator: OperatorContext,
  { alertId, event, channel }: Pick<Delivery, "alertId" | "event" | "channel">,
): Promise<void> {
  await operator.db
    .update(alertDeliveries)
    .set({ deliveredAt: sql`now()` })
    .where(
      and(
        eq(alertDeliveries.alertId, alertId),
        eq(alertDeliveries.event, event),
        eq(alertDeliveries.channel, channel),
      ),
    );
}

/** Lists the newest alerts with the delivery of their notices. */
export async function listAlertRows(operator: OperatorContext, limit: number) {
  return operator.db
    .select({
      id: alerts.id,
      rule: alerts.rule,
      value: alerts.value,
      threshold: alerts.threshold,
      firedAt: alerts.firedAt,
      clearedAt: alerts.clearedAt,
      arrived: sql<number>`(select count(*) from ${alertDeliveries} d where d.alert_id = ${alerts.id} and d.delivered_at is not null)::integer`,
      due: sql<number>`(select count(*) from ${alertDeliveries} d where d.alert_id = ${alerts.id})::integer`,
    })
    .from(alerts)
    .orderBy(sql`${alerts.clearedAt} is not null`, desc(alerts.firedAt))
    .limit(limit);
}

export async function deleteOldAlerts(operator: OperatorContext): Promise<void> {
  await operator.db.delete(alerts).where(lt(alerts.clearedAt, ago(KEEP_DAYS * 86_400)));
}
