import pg from "pg";
import type { Source } from "#lib/status/import/plan-import.ts";

/**
 * Reads the event store and the projections of the older check-in services, which may be one database or two.
 * Tables are found in their schemas (`events`, `projections`) or in `public`. It only reads.
 */
export async function readOldDatabases(
  eventsUrl: string,
  projectionsUrl: string | undefined,
): Promise<Source> {
  const events = await query(
    eventsUrl,
    "events, public",
    `select id, type, aggregate_id as "aggregateId", version, data, metadata, timestamp
     from events order by created_at, aggregate_id, version`,
  );
  const teams = projectionsUrl
    ? await query(
        projectionsUrl,
        "projections, public",
        `select team_id as "teamId", name, slack_channel as "slackChannel", poll_schedule as "pollSchedule",
           created_at as "createdAt" from teams order by created_at, team_id`,
      )
    : [];
  const updates = projectionsUrl
    ? await query(
        projectionsUrl,
        "projections, public",
        `select update_id as "updateId", team_id as "teamId", content, author, slack_user as "slackUser",
           created_at as "createdAt" from status_updates order by created_at, update_id`,
      )
    : [];
  return { events, teams, updates } as Source;
}

async function query(url: string, schemas: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`set search_path to ${schemas}; set default_transaction_read_only to on`);
    const { rows } = await client.query<Record<string, unknown>>(text);
    return rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          value instanceof Date ? value.toISOString() : value,
        ]),
      ),
    );
  } finally {
    await client.end();
  }
}
