import { z } from "zod";
import { issueMessage } from "./issue-message.ts";
import { planLimitsText } from "./plan-limits.ts";
import { singleton } from "./singleton.ts";
import { isAlike, isPatterned } from "./weak-secrets.ts";

const flag = z
  .enum(["0", "1", "true", "false"])
  .transform((value) => value === "1" || value === "true")
  .optional();

/** An empty variable means the same as an absent one: compose files and shells set them by accident. */
const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  DATA_DIR: z.string().default(".data"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_MIGRATION_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_READ_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(500).default(10),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  UPSTASH_REDIS_REST_URL: z.url({ protocol: /^https?$/ }).optional(),
  UPSTASH_REDIS_REST_TOKEN: z.string().optional(),
  RATE_LIMIT_SCALE: z.coerce.number().min(0.01).max(1_000).default(1),
  MAIL_LIMIT_SCALE: z.coerce.number().min(0.01).max(1_000).default(1),
  PLAN_LIMITS: planLimitsText.prefault(""),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  OPENAI_API: z.enum(["responses", "chat"]).default("responses"),
  OPENAI_MODEL: z.string().default("gpt-5-mini"),
  OPENAI_VISION_MODEL: z.string().optional(),
  OPENAI_EMBEDDING_MODEL: z.string().optional(),
  ALLOW_PRIVATE_MODEL_SERVERS: flag,
  PHOTO_ANALYSIS_MAX_WORKERS: z.coerce.number().int().min(1).max(50).default(2),
  MODEL_FIRST_TOKEN_TIMEOUT_MS: z.coerce.number().int().min(100).optional(),
  MODEL_STALL_TIMEOUT_MS: z.coerce.number().int().min(100).default(20_000),
  MODEL_TOTAL_TIMEOUT_MS: z.coerce.number().int().min(1_000).default(300_000),
  NEXTAUTH_SECRET: z.string().min(32).optional(),
  NEXTAUTH_URL: z.url({ protocol: /^https?$/ }).optional(),
  USER_HASH_SECRET: z.string().min(32).optional(),
  ENCRYPTION_KEY: z.string().min(32).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().max(200).default("Parley <parley@localhost>"),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().max(40).default("single sign-on"),
  STRIPE_SECRET_KEY: z.string().optional(),
  STRIPE_WEBHOOK_SECRET: z.string().min(16).optional(),
  STRIPE_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  API_SECRET: z
    .string()
    .min(4)
    .max(200)
    .regex(/^[\x21-\x7e]+$/)
    .optional(),
  SLACK_CLIENT_ID: z.string().optional(),
  SLACK_CLIENT_SECRET: z.string().optional(),
  SLACK_SIGNING_SECRET: z.string().min(16).optional(),
  SLACK_API_URL: z.url({ protocol: /^https?$/ }).default("https://slack.com/api"),
  CRON_SECRET: z.string().min(16).optional(),
  METRICS_TOKEN: z.string().min(16).optional(),
  ALERT_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  ALERT_SLACK_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  ALERT_EMAIL: z.email({ pattern: z.regexes.html5Email }).max(200).optional(),
  PARLEY_API_KEY: z.string().optional(),
  MAX_TURNS_IN_FLIGHT: z.coerce.number().int().min(1).max(10_000).default(100),
  WEBSOCKET_URL: z.url({ protocol: /^wss?$/ }).optional(),
  SERVICE_TYPE: z.enum(["monolith", "main", "websocket", "worker"]).default("monolith"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().optional(),
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
  STORAGE_DRIVER: z.enum(["local", "s3"]).default("local"),
  S3_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !/[@?#]/.test(url), "Use a URL without a login, query, or fragment")
    .optional(),
  S3_REGION: z.string().default("us-east-1"),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "Use 3 to 63 characters: a-z, 0-9, dots, and hyphens")
    .optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_FORCE_PATH_STYLE: flag,
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  SEED_DEMO: flag,
});

type Variables = z.infer<typeof schema>;

/** Where files are kept. */
type Storage =
  | { driver: "local" }
  | {
      driver: "s3";
      endpoint: string;
      region: string;
      bucket: string;
      accessKeyId: string;
      secretAccessKey: string;
      forcePathStyle: boolean;
    };

/** Where volatile data is kept: rate limit counters and messages between processes. */
type KvPlace =
  | { driver: "memory" }
  | { driver: "redis"; url: string }
  | { driver: "upstash"; url: string; token: string };

export type Env = Variables & { storage: Storage; kv: KvPlace };

/** The configuration is invalid. The message says which variable to fix. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

/**
 * Parses a set of environment variables.
 * @throws EnvironmentError that explains for each invalid variable how to fix it
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(present, { error: issueMessage });
  if (!parsed.success) {
    const sentences = parsed.error.issues.map(
      ({ path, message }) => `${path.join(".")}: ${message.replace(/\.$/, "")}`,
    );
    throw new EnvironmentError(`Invalid environment variables (see .env.example). ${sentences.join("; ")}.`);
  }
  if (parsed.data.NODE_ENV === "production") {
    const missing = (["NEXTAUTH_SECRET", "USER_HASH_SECRET", "ENCRYPTION_KEY"] as const).filter(
      (name) => !parsed.data[name],
    );
    if (missing.length > 0) {
      throw new EnvironmentError(
        `${new Intl.ListFormat("en").format(missing)} must be set in production to a random string of at least 32 characters, for example from "openssl rand -hex 32".`,
      );
    }
  }
  if (parsed.data.NODE_ENV === "production") refuseWeakSecrets(parsed.data);
  const { SERVICE_TYPE, DATABASE_URL } = parsed.data;
  if (SERVICE_TYPE !== "monolith" && !DATABASE_URL) {
    throw new EnvironmentError(
      `SERVICE_TYPE=${SERVICE_TYPE} needs DATABASE_URL: the embedded database supports one process only.`,
    );
  }
  return { ...parsed.data, storage: readStorage(parsed.data), kv: readKv(parsed.data) };
}

/** Development accepts shorter ones. */
const MIN_API_SECRET = 16;
const SECRETS = [
  "NEXTAUTH_SECRET",
  "USER_HASH_SECRET",
  "ENCRYPTION_KEY",
  "CRON_SECRET",
  "API_SECRET",
  "METRICS_TOKEN",
] as const;

/** @throws EnvironmentError, which never quotes a secret */
function refuseWeakSecrets(variables: Variables): void {
  const given = SECRETS.flatMap((name) => (variables[name] ? [[name, variables[name]] as const] : []));
  if (variables.API_SECRET && variables.API_SECRET.length < MIN_API_SECRET)
    throw new EnvironmentError(`API_SECRET: use at least ${MIN_API_SECRET} characters in production.`);
  const patterned = given.filter(([, value]) => isPatterned(value)).map(([name]) => name);
  const names = (list: string[]) => new Intl.ListFormat("en").format(list);
  const advice = 'Use a random string, for example from "openssl rand -hex 32".';
  if (patterned.length > 0)
    throw new EnvironmentError(`${names(patterned)}: easy to guess, because it follows a pattern. ${advice}`);
  const alike = given.filter(([name, value]) =>
    given.some(([other, second]) => other !== name && isAlike(value, second)),
  );
  if (alike.length > 0)
    throw new EnvironmentError(
      `${names(alike.map(([name]) => name))} are equal or share a part, so that one reveals the other. ${advice}`,
    );
}

function readKv({ REDIS_URL, UPSTASH_REDIS_REST_URL, UPSTASH_REDIS_REST_TOKEN }: Variables): KvPlace {
  if (REDIS_URL) return { driver: "redis", url: REDIS_URL };
  if (!UPSTASH_REDIS_REST_URL && !UPSTASH_REDIS_REST_TOKEN) return { driver: "memory" };
  if (!UPSTASH_REDIS_REST_URL || !UPSTASH_REDIS_REST_TOKEN) {
    throw new EnvironmentError(
      "Set both UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN, or neither (see .env.example).",
    );
  }
  return { driver: "upstash", url: UPSTASH_REDIS_REST_URL, token: UPSTASH_REDIS_REST_TOKEN };
}

function readStorage(variables: Variables): Storage {
  const { S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = variables;
  if (variables.STORAGE_DRIVER === "local") return { driver: "local" };
  if (!S3_ENDPOINT || !S3_BUCKET || !S3_ACCESS_KEY_ID || !S3_SECRET_ACCESS_KEY) {
    const needed = { S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY };
    const missing = Object.entries(needed).filter(([, value]) => !value);
    throw new EnvironmentError(
      `STORAGE_DRIVER=s3 also needs ${missing.map(([name]) => name).join(", ")} (see .env.example).`,
    );
  }
  return {
    driver: "s3",
    endpoint: S3_ENDPOINT,
    region: variables.S3_REGION,
    bucket: S3_BUCKET,
    accessKeyId: S3_ACCESS_KEY_ID,
    secretAccessKey: S3_SECRET_ACCESS_KEY,
    forcePathStyle: variables.S3_FORCE_PATH_STYLE ?? false,
  };
}

let cached: Env | undefined;

/** The process environment, parsed on first use. The only reader of `process.env`. */
export function env(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}

/**
 * The instance's URL for links in emails. NEXTAUTH_URL decides; in development it defaults to the address the
 * server listens on.
 */
export function publicUrl(): string {
  const { NEXTAUTH_URL, PORT } = env();
  return (NEXTAUTH_URL ?? listening.url ?? `http://localhost:${PORT}`).replace(/\/+$/, "");
}

const listening = singleton("listening", (): { url: string | null } => ({ url: null }));

/** Called by the server once it listens. */
export function announceUrl(url: string): void {
  listening.url = url;
}

/** Forgets the parsed environment, for tests that change it. */
export function resetEnv(): void {
  cached = undefined;
}
