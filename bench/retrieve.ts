import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { startServices } from "#testing/postgres/services.ts";
import { appLogin } from "./app-login.ts";
import type { BenchOptions } from "./main.ts";
import { makeCorpus } from "./retrieve/make-corpus.ts";
import { print } from "./table.ts";

const SEED = 1;
const QUERIES = 100;
const COMMON_QUERIES = 30;
/** Chunks of each tenant; all lie in one database, so the smaller ones search beside the larger. */
const SIZES = [50, 1_000, 10_000, 100_000];

/**
 * Hybrid search through the product's own statements as the app's login behind row-level security, on
 * Postgres 17, for tenants of four sizes in one database; the query's vector is given. Planting 100,000
 * chunks takes some minutes.
 */
export async function run({ json }: BenchOptions): Promise<void> {
  const services = await startServices();
  const directory = mkdtempSync(join(tmpdir(), "parley-bench-"));
  try {
    const database = await appLogin(services.databaseUrl);
    Object.assign(process.env, database, { DATA_DIR: directory, LOG_LEVEL: "warn" });
    const { closeStorage } = await import("#db/storage.ts");
    print(await measure(database.DATABASE_MIGRATION_URL as string), json);
    await closeStorage();
  } finally {
    await services.stop();
    rmSync(directory, { recursive: true, force: true });
  }
  process.exit(0);
}

async function measure(ownerUrl: string) {
  const { makeTenant } = await import("#testing/postgres/tenant.ts");
  const { plantCorpus, withoutGraphIndex } = await import("./retrieve/plant-corpus.ts");
  const { measureTenant } = await import("./retrieve/measure.ts");
  const corpus = makeCorpus(SEED);
  const tenants: { size: number; tenant: Awaited<ReturnType<typeof makeTenant>> }[] = [];
  for (const size of SIZES) tenants.push({ size, tenant: await makeTenant(`${size} chunks`) });
  // One connection: the setting of withoutGraphIndex belongs to its session.
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
  await withoutGraphIndex(owner, async () => {
    for (const { size, tenant } of tenants) await plantCorpus(owner, tenant, corpus.documents(size, size));
  });
  await owner.end();
  const rows = [];
  for (const { size, tenant } of tenants) {
    const natural = corpus.queries(-1, QUERIES);
    const common = corpus.commonQueries(-2, COMMON_QUERIES);
    rows.push(...(await measureTenant(tenant, size, { natural, common })));
  }
  return rows;
}
