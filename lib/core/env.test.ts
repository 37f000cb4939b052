import { describe, expect, test } from "vitest";
import { strongSecrets } from "#testing/strong-secrets.ts";
import { parseEnv } from "./env.ts";

const s3 = {
  STORAGE_DRIVER: "s3",
  S3_ENDPOINT: "http://127.0.0.1:9000",
  S3_BUCKET: "parley",
  S3_ACCESS_KEY_ID: "key",
  S3_SECRET_ACCESS_KEY: "the-secret",
};

test("files are kept on disk unless something else is asked for", () => {
  expect(parseEnv({}).storage).toEqual({ driver: "local" });
  expect(parseEnv({ ...s3, STORAGE_DRIVER: "" }).storage).toEqual({ driver: "local" });
});

test("a bucket", () => {
  const storage = {
    driver: "s3",
    endpoint: "http://127.0.0.1:9000",
    region: "us-east-1",
    bucket: "parley",
    accessKeyId: "key",
    secretAccessKey: "the-secret",
    forcePathStyle: false,
  };
  expect(parseEnv(s3).storage).toEqual(storage);
  expect(parseEnv({ ...s3, S3_REGION: "garage", S3_FORCE_PATH_STYLE: "1" }).storage).toEqual({
    ...storage,
    region: "garage",
    forcePathStyle: true,
  });
});

test.each(["main", "worker", "websocket"])("a process that is only %s has no database of its own", (role) => {
  expect(() => parseEnv({ SERVICE_TYPE: role })).toThrow(`SERVICE_TYPE=${role} needs DATABASE_URL`);
  expect(parseEnv({ SERVICE_TYPE: role, DATABASE_URL: "postgres://db" }).SERVICE_TYPE).toBe(role);
});

test("what is missing is named", () => {
  expect(() => parseEnv({ STORAGE_DRIVER: "s3", S3_ENDPOINT: "http://s3.test", S3_BUCKET: "" })).toThrow(
    "STORAGE_DRIVER=s3 also needs S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY (see .env.example).",
  );
});

test.each([
  ["STORAGE_DRIVER", "gcs"],
  ["S3_ENDPOINT", "s3.test"],
  ["S3_ENDPOINT", "file:///etc"],
  ["S3_ENDPOINT", "https://key:the-secret@s3.test"],
  ["S3_ENDPOINT", "https://s3.test/?a=b"],
  ["S3_BUCKET", "Bucket"],
  ["S3_BUCKET", "a/b"],
  ["S3_BUCKET", "a?b"],
  ["S3_FORCE_PATH_STYLE", "maybe"],
])("%s may not be %s, and the secret is not repeated", (name, value) => {
  const attempt = () => parseEnv({ ...s3, [name]: value });
  expect(attempt).toThrow(name);
  expect(attempt).not.toThrow("the-secret");
});

test("every invalid variable is named with what to enter", () => {
  expect(() => parseEnv({ PORT: "http", STORAGE_DRIVER: "disk", METRICS_TOKEN: "short" })).toThrow(
    "METRICS_TOKEN: Use at least 16 characters; PORT: Enter a number; STORAGE_DRIVER: Use local or s3.",
  );
});

test("a Redis by TCP comes before one by REST, which needs both its parts", () => {
  const rest = { UPSTASH_REDIS_REST_URL: "https://redis.test", UPSTASH_REDIS_REST_TOKEN: "the-secret" };
  expect(parseEnv({ REDIS_URL: "" }).kv).toEqual({ driver: "memory" });
  expect(parseEnv(rest).kv).toEqual({ driver: "upstash", url: "https://redis.test", token: "the-secret" });
  const url = "rediss://user:pass@redis.test:6380/1";
  expect(parseEnv({ ...rest, REDIS_URL: url }).kv).toEqual({ driver: "redis", url });
  expect(() => parseEnv({ UPSTASH_REDIS_REST_TOKEN: "the-secret" })).toThrow(
    /Set both UPSTASH_REDIS_REST_URL and/,
  );
});

test.each([
  ["REDIS_URL", "http://:the-secret@redis.test"],
  ["REDIS_URL", "the-secret"],
  ["RATE_LIMIT_SCALE", "0"],
  ["RATE_LIMIT_SCALE", "-1"],
  ["RATE_LIMIT_SCALE", "off"],
])("%s may not be %s", (name, value) => {
  const attempt = () => parseEnv({ [name]: value });
  expect(attempt).toThrow(name);
  expect(attempt).not.toThrow("the-secret");
});

test("requires each secret in production and names those that are missing", () => {
  const secrets = strongSecrets();
  expect(parseEnv({ NODE_ENV: "production", ...secrets }).ENCRYPTION_KEY).toBe(secrets.ENCRYPTION_KEY);
  expect(() => parseEnv({ NODE_ENV: "production", ...secrets, ENCRYPTION_KEY: "" })).toThrow(
    /^ENCRYPTION_KEY must be set in production to a random string/,
  );
  expect(() => parseEnv({ NODE_ENV: "production" })).toThrow(
    /^NEXTAUTH_SECRET, USER_HASH_SECRET, and ENCRYPTION_KEY must be set/,
  );
});

describe("production", () => {
  const production = (change: Record<string, string>) =>
    parseEnv({ NODE_ENV: "production", ...strongSecrets(), ...change });

  test.each([
    ["NEXTAUTH_SECRET", "a".repeat(32)],
    ["USER_HASH_SECRET", "0123456789".repeat(4)],
    ["ENCRYPTION_KEY", "please-change-me-before-you-go-live"],
    ["CRON_SECRET", "abcdefghijklmnop"],
    ["METRICS_TOKEN", "1212121212121212"],
  ])("refuses a patterned %s and does not quote it (OPS-08)", (name, value) => {
    expect(() => production({ [name]: value })).toThrow(new RegExp(`^${name}: easy to guess`));
    expect(() => production({ [name]: value })).not.toThrow(value);
    expect(parseEnv({ ...strongSecrets(), [name]: value })).toMatchObject({ NODE_ENV: "development" });
  });

  test("refuses secrets that are equal or share a part", () => {
    const { NEXTAUTH_SECRET: one } = strongSecrets();
    const alike = /^NEXTAUTH_SECRET and (?:USER_HASH_SECRET|ENCRYPTION_KEY|CRON_SECRET) are equal or share/;
    for (const name of ["USER_HASH_SECRET", "ENCRYPTION_KEY", "CRON_SECRET"])
      for (const other of [one, one.toUpperCase(), `${one.slice(0, 32)}9c41e07d5b26fa83`])
        expect(() => production({ NEXTAUTH_SECRET: one, [name]: other })).toThrow(alike);
    expect(() => production({ NEXTAUTH_SECRET: one, CRON_SECRET: "tuesday-otter-lamp-93" })).not.toThrow();
  });
});
