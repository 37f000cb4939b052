import { QUEUE_SCHEMA } from "./queue-schema.ts";

/** Schemas of tables that migrations create. */
export const SCHEMAS = ["platform", "events", "projections", "analytics"] as const;
/** Reads every row, writes none, and cannot log in. Only the owner may switch to it. */
export const BACKUP_ROLE = "parley_backup";

type Connection = { query(text: string): Promise<{ rows: Record<string, unknown>[] }> };

const list = [...SCHEMAS, "drizzle", QUEUE_SCHEMA].map((name) => `'${name}'`).join(", ");

const MISSING = `
  select format('%I.%I', n.nspname, c.relname) as name, c.relkind = 'S' as is_sequence,
    c.relrowsecurity
      and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'backup') as needs_policy,
    not coalesce((select has_table_privilege(r.oid, c.oid, 'select') from pg_roles r where r.rolname = '${BACKUP_ROLE}'),
      false) as needs_grant
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in (${list}) and not c.relispartition and (c.relkind in ('r', 'p') or c.relkind = 'S')`;

/**
 * Lets the owner read all rows for a backup. The owner is under forced row-level security like everyone, and
 * would get an empty backup without an error. Called after migrations, so that new tables are included.
 */
export async function admitBackup(connection: Connection): Promise<void> {
  const { rows } = await connection.query(
    `select * from (${MISSING}) m where needs_policy and not is_sequence or needs_grant`,
  );
  if (rows.length === 0) return;
  await connection.query(`
    do $$ begin
      if not exists (select from pg_roles where rolname = '${BACKUP_ROLE}') then
        create role ${BACKUP_ROLE} nologin nobypassrls;
      end if;
      if not pg_has_role(current_user, '${BACKUP_ROLE}', 'set') then
        execute format('grant ${BACKUP_ROLE} to %I with inherit false, set true', current_user);
      end if;
    end $$`);
  const schemas = new Set(rows.map(({ name }) => String(name).split(".")[0]));
  for (const schema of schemas) await connection.query(`grant usage on schema ${schema} to ${BACKUP_ROLE}`);
  for (const { name, is_sequence, needs_policy, needs_grant } of rows) {
    if (needs_grant)
      await connection.query(
        `grant select on ${is_sequence ? "sequence" : "table"} ${name} to ${BACKUP_ROLE}`,
      );
    if (needs_policy && !is_sequence)
      await connection.query(`create policy backup on ${name} for select to ${BACKUP_ROLE} using (true)`);
  }
}
