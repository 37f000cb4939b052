import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { asOwner } from "#testing/postgres/owner.ts";

const FOLDER = join(import.meta.dirname, "functions");

/** Stay for processes of the previous version while a new one is rolled out. */
const KEPT_FOR_PREVIOUS_VERSION = [
  "close_turn(tenant uuid, turn uuid, held_epoch integer, answer uuid, end_state text, end_error text, tokens_in integer, tokens_out integer, first_token timestamp with time zone, said text, first_offsets integer[], chunk_lists text[], quotes jsonb)",
  "close_turn(tenant uuid, turn uuid, held_epoch integer, answer uuid, end_state text, end_error text, tokens_in integer, tokens_out integer, first_token timestamp with time zone, said text, first_offsets integer[], chunk_lists text[], quotes jsonb, shown jsonb, used jsonb)",
];

type SqlFunction = { signature: string; source: string } & Record<"returns" | "options" | "access", string>;

/** `db/functions/` itself holds those of the schema platform, its folders those of the other schemas. */
const SCHEMAS = ["platform", "events", "analytics"];

const functionsOf = (schema: string) => `
  select p.proname || '(' || pg_get_function_arguments(p.oid) || ')' as signature,
    pg_get_function_result(p.oid) as returns,
    concat_ws(' ', l.lanname, p.provolatile, p.proparallel, p.prosecdef, p.proisstrict, p.proconfig, pg_get_userbyid(p.proowner)) as options,
    (select string_agg(a.grantee::regrole || ' ' || a.privilege_type, ', ' order by a.grantee::regrole::text)
      from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a) as access,
    coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) as source
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
  where n.nspname = '${schema}' order by 1`;

/** Comments and line breaks may differ: those of an applied migration never change. */
const normalized = (rows: SqlFunction[]) =>
  rows.map(({ source, ...row }) => ({ ...row, source: source.replace(/--.*$/gm, "").replace(/\s+/g, " ") }));

const texts = (schema = "platform") => {
  const folder = schema === "platform" ? FOLDER : join(FOLDER, schema);
  return readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .map((file) => ({ file, text: readFileSync(join(folder, file), "utf8") }));
};

/** Creates the functions of these texts in a schema of their own, and forgets it. */
async function functionsIn(sources: string[], schema = "platform"): Promise<SqlFunction[]> {
  const create = sources
    .map((text) => text.replaceAll(`FUNCTION ${schema}.`, "FUNCTION expected."))
    .join("\n");
  try {
    const rows = await asOwner<SqlFunction>(
      `begin; create schema expected; grant usage, create on schema expected to parley_turn_log, parley_events, parley_analytics;
       ${create}
       ${functionsOf("expected")}; rollback`,
    );
    return normalized(rows);
  } finally {
    await asOwner("rollback");
  }
}

describe("db/functions", () => {
  it("holds exactly the functions that the migrations create, with their rights", async () => {
    const applied = normalized(await asOwner<SqlFunction>(functionsOf("platform")));
    const current = applied.filter(({ signature }) => !KEPT_FOR_PREVIOUS_VERSION.includes(signature));
    expect(applied.length - current.length).toBe(KEPT_FOR_PREVIOUS_VERSION.length);
    expect(current.length).toBeGreaterThan(10);
    expect(await functionsIn(texts().map(({ text }) => text))).toEqual(current);
  });

  it.each(["events", "analytics"])("holds exactly the functions of the schema %s", async (schema) => {
    const applied = normalized(await asOwner<SqlFunction>(functionsOf(schema)));
    const sources = texts(schema).map(({ text }) => text);
    expect(applied.length).toBe(sources.length);
    expect(await functionsIn(sources, schema)).toEqual(applied);
  });

  it("has one file for each function, with its name", () => {
    for (const schema of SCHEMAS)
      for (const { file, text } of texts(schema))
        expect([...text.matchAll(/CREATE OR REPLACE FUNCTION \w+\.(\w+)/g)].map(([, name]) => name)).toEqual([
          file.replace(".sql", "").replaceAll("-", "_"),
        ]);
  });

  it("is seen to differ when a body, a right or an option changes", async () => {
    const [own] = texts().filter(({ file }) => file === "settle-usage.sql");
    const text = own?.text ?? "";
    const before = await functionsIn([text]);
    const changes = [
      text.replace("RETURN false", "RETURN true"),
      text.replace("TO parley_app", "TO parley_operator"),
      text.replace("plpgsql SET", "plpgsql SECURITY DEFINER SET"),
    ];
    for (const changed of changes) {
      expect(changed).not.toBe(text);
      expect(await functionsIn([changed])).not.toEqual(before);
    }
  });
});
