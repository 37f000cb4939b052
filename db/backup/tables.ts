import { ParleyError } from "#lib/core/errors.ts";
import { BACKUP_ROLE, SCHEMAS } from "../admit-backup.ts";
import { QUEUE_SCHEMA } from "../queue-schema.ts";
import type { CopyDatabase } from "./copy-database.ts";
import type { BackedUpTable, Trailer } from "./manifest.ts";

/** Signs of life, and what pg-boss makes itself: statistics, pending index builds, its own version. */
const LEFT_OUT = [
  "platform.processes",
  ...["queue_stats", "warning", "bam", "version"].map((name) => `queue.${name}`),
];

/** The tables of all schemas, referenced ones first, without generated columns and partitions. */
export async function listTables(database: CopyDatabase): Promise<BackedUpTable[]> {
  const { rows: tables } = await database.query<{ name: string; columns: string[] }>(
    `select format('%I.%I', n.nspname, c.relname) as name,
            array(select a.attname::text from pg_attribute a
                  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                  order by a.attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
    [[...SCHEMAS, QUEUE_SCHEMA]],
  );
  const { rows: references } = await database.query<{ source: string; target: string }>(
    `select distinct format('%I.%I', ns.nspname, cs.relname) as source, format('%I.%I', nt.nspname, ct.relname) as target
     from pg_constraint k
     join pg_class cs on cs.oid = k.conrelid join pg_namespace ns on ns.oid = cs.relnamespace
     join pg_class ct on ct.oid = k.confrelid join pg_namespace nt on nt.oid = ct.relnamespace
     where k.contype = 'f' and not k.condeferred and k.conrelid <> k.confrelid and ns.nspname = any($1)`,
    [[...SCHEMAS, QUEUE_SCHEMA]],
  );
  return referencedFirst(
    tables.filter(({ name }) => !LEFT_OUT.includes(name)),
    references,
  );
}

/** @throws Error for tables that reference each other, which cannot be loaded one after another */
export function referencedFirst<T extends { name: string }>(
  tables: readonly T[],
  references: readonly { source: string; target: string }[],
): T[] {
  const sorted: T[] = [];
  let waiting = [...tables];
  while (waiting.length > 0) {
    const names = new Set(waiting.map(({ name }) => name));
    const blocked = new Set(references.filter(({ target }) => names.has(target)).map(({ source }) => source));
    const free = waiting.filter(({ name }) => !blocked.has(name));
    if (free.length === 0) throw new Error(`These tables reference each other: ${[...names].join(", ")}.`);
    sorted.push(...free);
    waiting = waiting.filter((table) => !free.includes(table));
  }
  return sorted;
}

/** Where each sequence stands; read after the rows, so that none is behind them. */
export async function readSequences(database: CopyDatabase): Promise<Trailer["sequences"]> {
  const { rows } = await database.query<{ name: string; value: string }>(
    `select format('%I.%I', schemaname, sequencename) as name, last_value::text as value from pg_sequences
     where schemaname = any($1) and last_value is not null order by 1`,
    [[...SCHEMAS]],
  );
  return rows;
}

/**
 * Row-level security hides rows without an error, so a backup must be sure that it sees all of them.
 * @throws ParleyError unprocessable that says what to run
 */
export async function requireAllRows(database: CopyDatabase): Promise<void> {
  const { rows } = await database.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relrowsecurity and not c.relispartition
       and not (select rolsuper or rolbypassrls from pg_roles where rolname = current_user)
       and (not exists (select from pg_policy p where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('r', '*')
                          and (select oid from pg_roles where rolname = $2) = any(p.polroles)
                          and pg_get_expr(p.polqual, p.polrelid) = 'true')
            or exists (select from pg_policy p where p.polrelid = c.oid and not p.polpermissive
                         and (0 = any(p.polroles) or (select oid from pg_roles where rolname = $2) = any(p.polroles))))`,
    [[...SCHEMAS], BACKUP_ROLE],
  );
  if (rows.length > 0)
    throw new ParleyError(
      "unprocessable",
      `The backup would miss rows of ${rows.map(({ name }) => name).join(", ")}. Run "npm run db:migrate" first.`,
    );
}
