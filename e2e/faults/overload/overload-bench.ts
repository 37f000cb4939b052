import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { appLogin } from "#bench/app-login.ts";
import { pinSelf, preferProcesses } from "#bench/host.ts";
import { type Running, runScript, startRole } from "#bench/processes.ts";
import { MODEL } from "#bench/retrieve/plant-corpus.ts";
import { type Call, parleyCalls, words } from "#bench/streams/load.ts";
import { startModelProcess } from "#bench/streams/model.ts";
import { OTHER_CORE, warmUp } from "#bench/streams/subject.ts";
import type { TurnTenant } from "#bench/turn/tenants.ts";
import type { DispatchMode } from "#lib/instance/schema.ts";
import { startServices } from "#testing/postgres/services.ts";

const ANSWER = { tokens: 20, tokenMs: 100 };
const TENANTS = 20;
const CHUNKS = 2_000;

export type OverloadBench = {
  /** The process under test, on its own core. */
  main: Running;
  calls: () => Call;
  expected: string;
  answerMs: number;
  /** Takes effect everywhere within `KNOWN_MS`. */
  dispatch(mode: DispatchMode): Promise<void>;
  /** Turns by outcome, and how often a process took over a turn of another although none had died. */
  audit(): Promise<{ ends: Record<string, number>; takenForDead: number }>;
  forget(): Promise<void>;
  close(): Promise<void>;
};

/**
 * A main process on core 0. On core 1: a second one that judges whether the first is alive, a worker,
 * Postgres, Redis and the model.
 */
export async function startOverloadBench(): Promise<OverloadBench> {
  await pinSelf(OTHER_CORE);
  const model = await startModelProcess();
  const services = await startServices();
  const directory = mkdtempSync(join(tmpdir(), "parley-overload-"));
  const settings: Record<string, string> = {
    DATA_DIR: directory,
    OPENAI_BASE_URL: model.baseUrl,
    OPENAI_EMBEDDING_MODEL: MODEL,
    REDIS_URL: services.redisUrl,
    LOG_LEVEL: "error",
    ...(await appLogin(services.databaseUrl)),
  };
  const seeding = { TENANTS: String(TENANTS), CHUNKS: String(CHUNKS) };
  const tenants = JSON.parse(
    await runScript("bench/turn/tenants.ts", { ...settings, ...seeding }),
  ) as TurnTenant[];
  const main = await startRole({ ...settings, SERVICE_TYPE: "main" });
  const beside = [
    await startRole({ ...settings, SERVICE_TYPE: "main" }, { pinned: false }),
    await startRole({ ...settings, SERVICE_TYPE: "worker" }, { pinned: false }),
  ];
  const owner = new pg.Pool({ connectionString: settings.DATABASE_MIGRATION_URL, max: 1 });
  const calls = parleyCalls(main.url, tenants);
  await warmUp(
    { model, problems: [] },
    { name: "main", running: main, calls: parleyCalls(main.url, tenants) },
  );
  preferProcesses([process.pid, model.pid]);
  await model.order({ text: words(ANSWER.tokens), chunkDelayMs: ANSWER.tokenMs, isSteady: true });
  return {
    main,
    calls,
    expected: words(ANSWER.tokens),
    answerMs: ANSWER.tokens * ANSWER.tokenMs,
    async dispatch(mode) {
      await owner.query(
        `insert into platform.instance_settings (name, value) values ('dispatch', to_jsonb($1::text))
        on conflict (name) do update set value = excluded.value, changed_at = now()`,
        [mode],
      );
    },
    async audit() {
      const { rows } = await owner.query<{ ended: string; count: number }>(
        "select state || coalesce(' ' || error_code, '') as ended, count(*)::int as count from platform.turns group by 1",
      );
      const epochs = await owner.query<{ extra: number }>(
        `select coalesce(sum(c.last_epoch - t.count), 0)::int as extra from platform.conversations c
        join (select tenant_id, conversation_id, count(*) from platform.turns group by 1, 2) t
          on t.tenant_id = c.tenant_id and t.conversation_id = c.id`,
      );
      const ends = Object.fromEntries(rows.map(({ ended, count }) => [ended, count]));
      return { ends, takenForDead: epochs.rows[0]?.extra ?? 0 };
    },
    async forget() {
      await owner.query("delete from platform.conversations");
    },
    async close() {
      await owner.end();
      await Promise.all([main, ...beside].map((one) => one.stop()));
      await services.stop();
      await model.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
