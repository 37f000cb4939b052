import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterEach, expect, it } from "vitest";
import { createEnvCheckout, type EnvCheckout } from "#testing/env-checkout.ts";
import { strongSecrets } from "#testing/strong-secrets.ts";

/** Each test starts several processes, one after another. */
const PATIENCE_MS = 600_000;

const checkouts: EnvCheckout[] = [];

function checkout(envFiles: Parameters<typeof createEnvCheckout>[0]): EnvCheckout {
  const created = createEnvCheckout(envFiles);
  checkouts.push(created);
  return created;
}

afterEach(() => {
  for (const each of checkouts.splice(0)) each.remove();
});

it(
  "migrate and seed, then the command line, read .env",
  async () => {
    const { run, dataDirectory } = checkout({ ".env": { PORT: "4321" } });
    const migrated = await run(["scripts/migrate.ts"]);
    expect(migrated).toMatchObject({ code: 0 });
    expect(migrated.output).toContain(dataDirectory);
    const seeded = await run(["scripts/seed.ts"]);
    expect(seeded).toMatchObject({ code: 0 });
    expect(existsSync(join(dataDirectory, "demo.json"))).toBe(true);
    const searched = await run(["cli/main.ts", "search", "battery", "--chatbot", "support", "--json"]);
    expect(searched).toMatchObject({ code: 0 });
    expect(JSON.parse(searched.output.trim().split("\n").at(-1) ?? "").results).not.toEqual([]);
  },
  PATIENCE_MS,
);

it(
  "a copy of .env.example works as it is: an empty value means not set",
  async () => {
    const example = parseEnv(readFileSync(".env.example", "utf8")) as Record<string, string>;
    expect(example.OPENAI_BASE_URL).toBe("");
    const { DATA_DIR: _, ...variables } = example;
    const { run } = checkout({ ".env": variables });
    expect(await run(["scripts/seed.ts"])).toMatchObject({ code: 0 });
    const searched = await run(["cli/main.ts", "search", "battery", "--chatbot", "support", "--json"]);
    expect(searched).toMatchObject({ code: 0 });
  },
  PATIENCE_MS,
);

it(
  "prefers the environment to .env.local, and .env.local to .env",
  async () => {
    const { run } = checkout({ ".env": { LOG_LEVEL: "nonsense" }, ".env.local": { LOG_LEVEL: "bogus" } });
    const fromFile = await run(["scripts/migrate.ts"]);
    expect(fromFile.code).toBe(1);
    expect(fromFile.output).toContain("LOG_LEVEL");
    expect(await run(["scripts/migrate.ts"], { LOG_LEVEL: "info" })).toMatchObject({ code: 0 });
  },
  PATIENCE_MS,
);

it(
  "reads .env.production in production only",
  async () => {
    const { run, dataDirectory } = checkout({ ".env.production": { LOG_LEVEL: "nonsense" } });
    const secrets = strongSecrets();
    const production = await run(["scripts/migrate.ts"], { NODE_ENV: "production", ...secrets });
    expect(production.output).toContain("LOG_LEVEL");
    expect(await run(["scripts/migrate.ts"], { DATA_DIR: dataDirectory })).toMatchObject({ code: 0 });
  },
  PATIENCE_MS,
);
