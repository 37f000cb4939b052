import { setTimeout as sleep } from "node:timers/promises";
import { isDatabaseUnavailable } from "#db/database-unavailable.ts";
import { ingestDemo, readDemoFile, seedDemo } from "#db/seed.ts";
import { storage } from "#db/storage.ts";
import { embeddingModelName } from "#lib/ai/embed.ts";
import { languageModel } from "#lib/ai/language-model.ts";
import { LOCAL_EMBEDDING_MODEL, warmLocalEmbeddings } from "#lib/ai/local-embeddings.ts";
import { setupToken } from "#lib/auth/account/setup-token.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { isDraining } from "#lib/core/draining.ts";
import { emailDelivery } from "#lib/core/email/send-email.ts";
import { env, publicUrl } from "#lib/core/env.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { errorFields, log } from "#lib/core/log.ts";

const say = (line: string) => process.stdout.write(`${line}\n`);

/** A slower page compiles while the user waits for it, as it would without this. */
const COMPILE_MS = 60_000;
const PAUSE_MS = 500;
/** Two processes that start at once on an empty database can fail each other's first try. */
const TRIES = 3;

/**
 * Seeds the demo, if there is one, and prints the URL and which services run. The process already answers
 * requests, so a failure here does not end it: an unavailable database is waited for.
 */
export async function announceStartup(url: string, hasDemo: boolean): Promise<void> {
  if (embeddingModelName() === LOCAL_EMBEDDING_MODEL) void warmLocalEmbeddings().catch(() => undefined);
  let failures = 0;
  while (!isDraining()) {
    try {
      return await (hasDemo ? seed(url) : announceSetup(url));
    } catch (error) {
      if (isDraining()) return;
      log().error(errorFields(error), hasDemo ? "demo seeding failed" : "setup announcement failed");
      if (!isDatabaseUnavailable(error)) failures += 1;
      if (failures === TRIES) {
        const reason = error instanceof ParleyError ? error.message : "see the log for details.";
        process.stderr.write(
          `Parley is ready at ${url}, but the demo or setup could not be prepared: ${reason}\n`,
        );
        return;
      }
    }
    await sleep(PAUSE_MS, undefined, { ref: false });
  }
}

async function seed(url: string): Promise<void> {
  const demo = await seedDemo(url);
  await ingestDemo(demo, "later");
  if (env().NODE_ENV === "development") await compileFirstPages(url);
  await announce(url);
  const started = performance.now();
  ingestDemo(demo, "now")
    .then(() => {
      // A draining process stops early; its next start continues.
      if (isDraining()) return;
      log().info({ latency: Math.round(performance.now() - started) }, "demo knowledge ready");
    })
    .catch((error: unknown) => {
      if (!isDraining()) log().error(errorFields(error), "demo knowledge failed");
    });
}

/** Next compiles pages at their first request in development, for which a new user would see a blank tab. */
async function compileFirstPages(url: string): Promise<void> {
  say("Compiling the first pages …");
  for (const path of ["/", "/c/support"]) {
    const response = await fetch(url + path, { signal: AbortSignal.timeout(COMPILE_MS) }).catch(() => null);
    await response?.body?.cancel();
  }
}

/** In production only a person who can read the log can create the first account. */
async function announceSetup(url: string): Promise<void> {
  say(`Parley is ready at ${url}`);
  const token = await setupToken(sealOperator());
  if (token) say(`No accounts exist yet. Create the first one at ${publicUrl()}/sign-up?setup=${token}`);
}

async function announce(url: string): Promise<void> {
  const { embedded } = await storage();
  const { id, builtIn } = languageModel();
  const rows = [
    `  Chat       ${url}/c/support`,
    `  Database   ${embedded ? `embedded, stored in ${env().DATA_DIR}/ (DATABASE_URL is not set)` : "Postgres"}`,
    `  Redis      ${env().kv.driver === "memory" ? "in memory, one process only (REDIS_URL is not set)" : env().kv.driver}`,
    `  Model      ${builtIn ? "built-in, quotes your documents (OPENAI_API_KEY is not set)" : id}`,
    `  Embeddings ${embeddingModelName()}`,
    `  Studio     ${url}/admin/demo, sign in as ${readDemoFile()?.adminEmail} (password in ${env().DATA_DIR}/demo.json)`,
    `  Email      ${emailDelivery() === "kept" ? `${url}/dev/mail (SMTP_URL is not set)` : "SMTP"}`,
    `  API key    in ${env().DATA_DIR}/demo.json, used by npm run parley`,
  ];
  say(`\nParley is ready at ${url}\n\n${rows.join("\n")}\n`);
}
