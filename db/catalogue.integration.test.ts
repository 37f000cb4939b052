import { describe, expect, it } from "vitest";
import { asOwner } from "#testing/postgres/owner.ts";

/** Tables outside the tenant rule, each for a reviewed reason. */
const REVIEWED = {
  tenants: "the tenant itself: its own id is the wall",
  addresses: "public addresses: anyone reads, only the tenant behind one writes it",
  former_addresses: "addresses given up, by keyed hash: anyone reads, only the tenant that had one writes it",
  users: "people of the instance; a tenant reads who its members are, no more",
  identities: "people's accounts at providers: the operator role alone",
  sessions: "people's browsers: the operator role alone",
  second_factors: "what people's apps know, sealed: the operator role alone",
  recovery_codes: "people's codes on paper, by keyed hash: the operator role alone",
  email_tokens: "links sent to people: the operator role alone",
  ended_subscriptions: "emails that people ended, by keyed hash: the operator role alone",
  attempts: "counted tries by keyed hash: the operator role alone",
  processes: "signs of life of the instance's processes: the operator role alone",
  instance_settings:
    "what the instance's owner has set: the operator role; a tenant reads the limits of its plan",
  alerts: "what was wrong with the instance: the operator role alone",
  alert_deliveries: "where it was sent: the operator role alone",
};

type Table = {
  name: string;
  schema: string;
  rls: boolean;
  forced: boolean;
  owner: string;
  has_tenant: boolean;
  is_partition: boolean;
};

const tables = () =>
  asOwner<Table>(`
    select c.relname as name, n.nspname as schema, c.relrowsecurity as rls, c.relforcerowsecurity as forced,
           c.relispartition as is_partition,
           pg_get_userbyid(c.relowner) as owner,
           exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnotnull) as has_tenant
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('platform', 'events', 'projections', 'analytics') and c.relkind in ('r', 'p')`);

describe("catalogue (TEN-12, TEN-14, TEN-15)", () => {
  it("forces row-level security on every table", async () => {
    const rows = await tables();
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter((row) => !row.rls || !row.forced)).toEqual([]);
    expect(rows.filter((row) => !row.has_tenant && !(row.name in REVIEWED))).toEqual([]);
  });

  it("walls every tenant table for reading and writing by the running tenant", async () => {
    const rows = await asOwner<{
      name: string;
      schema: string;
      reads: string;
      writes: string;
      cmd: string;
      permissive: string;
    }>(`
      select tablename as name, schemaname as schema, qual as reads, with_check as writes, cmd, permissive from pg_policies
      where schemaname in ('platform', 'events', 'projections', 'analytics') and 'parley_app' = any(roles)`);
    const wall = "(tenant_id = platform.current_tenant())";
    for (const table of (await tables()).filter(({ name }) => !(name in REVIEWED))) {
      // One that restricts opens nothing.
      const policies = rows
        .filter((row) => row.name === table.name && row.schema === table.schema)
        .filter((row) => row.permissive === "PERMISSIVE");
      expect(policies, table.name).toEqual([
        {
          name: table.name,
          schema: table.schema,
          reads: wall,
          writes: wall,
          cmd: "ALL",
          permissive: "PERMISSIVE",
        },
      ]);
    }
    const loose = rows.filter((row) => row.name === "addresses" && row.cmd !== "SELECT");
    expect(loose.length).toBe(3);
    for (const policy of loose) expect(policy.writes ?? policy.reads).toBe(wall);
  });

  it("gives the app's roles neither ownership nor a way around", async () => {
    const roles = await asOwner<{ strong: boolean }>(
      "select rolsuper or rolbypassrls or rolcreaterole as strong from pg_roles where rolname in ('parley_app', 'parley_operator')",
    );
    expect(roles).toEqual([{ strong: false }, { strong: false }]);
    expect((await tables()).filter((table) => table.owner.startsWith("parley_app"))).toEqual([]);
    const views = await asOwner(
      "select viewname from pg_views where schemaname in ('platform', 'events', 'projections', 'analytics')",
    );
    expect(views).toEqual([]);
  });

  it("lets reviewed functions alone act past the walls, owned by a role that nobody can become", async () => {
    const sharp = await asOwner<{ name: string; owner: string; path: string; callers: string }>(`
      select p.proname as name, pg_get_userbyid(p.proowner) as owner, array_to_string(p.proconfig, ',') as path,
             (select string_agg(distinct coalesce(nullif(a.grantee::regrole::text, '-'), 'PUBLIC'), ' ' order by coalesce(nullif(a.grantee::regrole::text, '-'), 'PUBLIC'))
              from aclexplode(p.proacl) a where a.grantee <> p.proowner and pg_get_userbyid(a.grantee) <> session_user) as callers
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ('platform', 'events', 'projections', 'analytics') and p.prosecdef order by 1`);
    const reviewed = { owner: "parley_turn_log", path: 'search_path=""' };
    const ofEvents = { ...reviewed, owner: "parley_events", callers: "parley_app" };
    const ofPartitions = {
      owner: "parley_analytics",
      path: 'search_path="",lock_timeout=3s,TimeZone=UTC',
      callers: "parley_operator",
    };
    expect(sharp).toEqual([
      { name: "append", ...ofEvents },
      { name: "append_turn_log", ...reviewed, callers: "parley_app parley_operator" },
      { name: "claim_dead_turns", ...reviewed, callers: "parley_operator" },
      { name: "claim_waiting_conversations", ...reviewed, callers: "parley_operator" },
      { name: "drop_partitions", ...ofPartitions },
      { name: "forget", ...ofEvents },
      { name: "make_partitions", ...ofPartitions },
      { name: "prune_turn_log", ...reviewed, callers: "parley_operator" },
      { name: "roll_up", ...ofPartitions, path: 'search_path="",TimeZone=UTC' },
    ]);
    const role = await asOwner(`
      select rolsuper or rolbypassrls or rolcreaterole or rolcanlogin as strong,
             exists (select 1 from pg_auth_members m where m.roleid = r.oid and m.member::regrole::text like 'parley%') as is_reachable,
             has_schema_privilege(r.oid, 'platform', 'create') as creates
      from pg_roles r where rolname = 'parley_turn_log'`);
    expect(role).toEqual([{ strong: false, is_reachable: false, creates: false }]);
    const grants = await asOwner<{ name: string }>(`
      select table_name || ' ' || privilege_type || ' ' || string_agg(column_name, ' ' order by column_name) as name
      from information_schema.column_privileges where grantee = 'parley_turn_log' group by table_name, privilege_type
      union all select table_name || ' ' || privilege_type from information_schema.role_table_grants
      where grantee = 'parley_turn_log' and privilege_type = 'DELETE' order by 1`);
    expect(grants.map((grant) => grant.name)).toEqual([
      "conversations SELECT id last_epoch tenant_id",
      "conversations UPDATE last_epoch",
      "turn_log DELETE",
      "turn_log INSERT chunks epoch first_offset tenant_id turn_id written_at",
      "turn_log SELECT epoch first_offset tenant_id turn_id written_at",
      "turn_log UPDATE written_at",
      "turns SELECT conversation_id ended_at epoch heartbeat_at id state stop_requested_at tenant_id waiting_since",
      "turns UPDATE epoch heartbeat_at",
    ]);
    const app = await asOwner<{ name: string }>(
      "select privilege_type as name from information_schema.role_table_grants where grantee = 'parley_app' and table_name = 'turn_log'",
    );
    expect(app.map((grant) => grant.name)).toEqual(["SELECT"]);
  });

  it("lets the queue's role see nothing but the queue, and the app's roles nothing of it", async () => {
    const grants = await asOwner<{ name: string }>(
      "select distinct grantee || ' in ' || table_schema as name from information_schema.role_table_grants where grantee like 'parley\\_%' and (grantee = 'parley_queue' or table_schema = 'queue') and grantee !~ '^parley_test'",
    );
    expect(grants.map((grant) => grant.name)).toEqual(["parley_backup in queue", "parley_queue in queue"]);
    const strong = await asOwner(
      "select 1 from pg_roles where rolname = 'parley_queue' and (rolsuper or rolbypassrls or rolcreaterole or rolcanlogin)",
    );
    expect(strong).toEqual([]);
  });

  it("lets the backup's role read every row of every table, and nothing else", async () => {
    const grants = await asOwner<{ privilege: string; tables: number }>(`
      select privilege_type as privilege, count(*)::int as tables from information_schema.role_table_grants
      where grantee = 'parley_backup' and table_schema in ('platform', 'events', 'projections', 'analytics') group by 1`);
    // Partitions are read through their table.
    const read = (await tables()).filter((table) => !table.is_partition);
    expect(grants).toEqual([{ privilege: "SELECT", tables: read.length }]);
    const policies = await asOwner<{ name: string; reads: string; cmd: string }>(
      "select tablename as name, qual as reads, cmd from pg_policies where 'parley_backup' = any(roles)",
    );
    expect(policies.length).toBe(read.length);
    expect(policies.filter(({ reads, cmd }) => reads !== "true" || cmd !== "SELECT")).toEqual([]);
    const role = await asOwner(`
      select rolsuper or rolbypassrls or rolcreaterole or rolcanlogin as strong,
             exists (select 1 from pg_auth_members m where m.roleid = r.oid and m.member::regrole::text like 'parley%') as is_reachable
      from pg_roles r where rolname = 'parley_backup'`);
    expect(role).toEqual([{ strong: false, is_reachable: false }]);
  });

  it("lets the operator role see of a tenant its name, its members and end users, who spoke and was invited, its turns' times, its sums and days of readings, no more", async () => {
    const grants = await asOwner<{ name: string }>(
      "select distinct table_name as name from information_schema.role_table_grants where grantee = 'parley_operator' order by 1",
    );
    expect(grants.map((grant) => grant.name)).toEqual([
      "addresses",
      "alert_deliveries",
      "alerts",
      "attempts",
      "email_tokens",
      "ended_subscriptions",
      "former_addresses",
      "identities",
      "instance_settings",
      "members",
      "processes",
      "quarters",
      "quota_uses",
      "readings",
      "recovery_codes",
      "room_presence",
      "second_factors",
      "sessions",
      "tenants",
      "users",
      "workspace_plans",
    ]);
    const columns = await asOwner<{ name: string }>(`
      select table_name || ' ' || privilege_type || ' ' || string_agg(column_name, ' ' order by column_name) as name
      from information_schema.column_privileges c where grantee = 'parley_operator' and not exists (
        select from information_schema.role_table_grants t
        where t.grantee = c.grantee and t.table_name = c.table_name and t.privilege_type = c.privilege_type)
      group by table_name, privilege_type order by 1`);
    expect(columns.map((grant) => grant.name)).toEqual([
      "budget_notices SELECT created_at queued_at tenant_id",
      "checkpoints SELECT code_version generation position state tenant_id",
      "conversations SELECT tenant_id user_id_hash",
      "heads SELECT position tenant_id",
      "invitations SELECT email revoked_at",
      "invitations UPDATE email revoked_at",
      "model_connections SELECT tenant_id",
      "parked_streams SELECT generation tenant_id",
      "people SELECT created_at tenant_id user_id",
      "photo_analyses SELECT created_at state tenant_id",
      "quota_uses SELECT starts_on",
      "readings SELECT day",
      "room_files SELECT created_at discarded_at id message_id room_id tenant_id",
      "room_messages SELECT created_at",
      "rooms SELECT answered_offset asked_at asked_offset epoch expires_at id last_offset recap_at tenant_id",
      "turns SELECT ended_at first_token_at id started_at state tenant_id waiting_since",
      "usage_totals SELECT cost_micros messages period scope starts_on tenant_id tokens",
    ]);
  });

  it("lets the app's role see of people only members' names and addresses, and change none", async () => {
    const grants = await asOwner<{ name: string }>(`
      select table_name || '.' || column_name || ' ' || privilege_type as name
      from information_schema.column_privileges
      where grantee = 'parley_app' and table_name in ('users', 'identities', 'sessions', 'email_tokens', 'attempts')
      order by 1`);
    expect(grants.map((grant) => grant.name)).toEqual([
      "users.email SELECT",
      "users.id SELECT",
      "users.name SELECT",
    ]);
    const audit = await asOwner<{ name: string }>(
      "select privilege_type as name from information_schema.role_table_grants where grantee = 'parley_app' and table_name = 'audit_entries' order by 1",
    );
    expect(audit.map((grant) => grant.name)).toEqual(["INSERT", "SELECT"]);
  });

  it("lets the app's role append events by the functions only, which nobody else may (8)", async () => {
    const app = await asOwner<{ name: string }>(
      "select table_name || ' ' || privilege_type as name from information_schema.role_table_grants where table_schema = 'events' and grantee = 'parley_app' order by 1",
    );
    expect(app.map((grant) => grant.name)).toEqual(["events SELECT", "heads SELECT", "keys SELECT"]);
    const owner = await asOwner<{ name: string }>(`
      select table_name || ' ' || privilege_type || ' ' || string_agg(column_name, ' ' order by column_name) as name
      from information_schema.column_privileges where grantee = 'parley_events' and privilege_type = 'UPDATE'
      group by table_name, privilege_type order by 1`);
    expect(owner.map((grant) => grant.name)).toEqual(["events UPDATE data", "heads UPDATE position"]);
    const role = await asOwner(`
      select rolsuper or rolbypassrls or rolcreaterole or rolcanlogin as strong,
             exists (select 1 from pg_auth_members m where m.roleid = r.oid and m.member::regrole::text like 'parley%') as is_reachable,
             has_schema_privilege(r.oid, 'events', 'create') as creates,
             (select count(*)::int from information_schema.role_table_grants where grantee = 'parley_events' and privilege_type = 'DELETE') as deletes
      from pg_roles r where rolname = 'parley_events'`);
    expect(role).toEqual([{ strong: false, is_reachable: false, creates: false, deletes: 0 }]);
  });

  it("ties tenant tables by composite foreign keys only", async () => {
    const rows = await asOwner<{ name: string; columns: string[]; source: string; target: string }>(`
      select k.conname as name, k.confrelid::regclass::text as target,
             (select relname from pg_class where oid = k.conrelid) as source,
             array(select a.attname::text from unnest(k.conkey) as key join pg_attribute a on a.attrelid = k.conrelid and a.attnum = key) as columns
      from pg_constraint k join pg_namespace n on n.oid = k.connamespace
      where n.nspname in ('platform', 'events', 'projections', 'analytics') and k.contype = 'f'`);
    expect(rows.length).toBeGreaterThan(10);
    const isOfTenants = ({ source, target }: (typeof rows)[number]) =>
      target !== "platform.users" && !(source in REVIEWED);
    for (const row of rows.filter(isOfTenants)) {
      expect(row.columns, row.name).toContain("tenant_id");
      if (row.target !== "platform.tenants") expect(row.columns.length, row.name).toBeGreaterThan(1);
    }
  });

  it("begins every unique constraint with the tenant", async () => {
    const rows = await asOwner<{ table_name: string; first: string }>(`
      select c.relname as table_name, a.attname as first
      from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
      where n.nspname in ('platform', 'events', 'projections', 'analytics') and i.indisunique`);
    expect(rows.filter((row) => row.first !== "tenant_id" && !(row.table_name in REVIEWED))).toEqual([]);
  });
});
