import { createHash } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { resetEnv } from "#lib/core/env.ts";
import { clientLabel } from "./client-label.ts";

afterEach(() => {
  vi.unstubAllEnvs();
  resetEnv();
});

function withSecret(secret: string) {
  vi.stubEnv("USER_HASH_SECRET", secret);
  resetEnv();
}

const noon = new Date("2026-11-30T12:00:00Z");

test("labels an address the same all day, and differently the next day and for another address", () => {
  withSecret("9d1f0c6be2a74853bb60f1d2c47e8a35");
  const label = clientLabel("203.0.113.7", noon);
  expect(label).toMatch(/^[\w-]{10}$/);
  expect(clientLabel("203.0.113.7", new Date("2026-11-30T23:59:59Z"))).toBe(label);
  expect(clientLabel("203.0.113.7", new Date("2026-12-01T00:00:00Z"))).not.toBe(label);
  expect(clientLabel("203.0.113.8", noon)).not.toBe(label);
});

test("labels an address so that only this instance can compute it", () => {
  withSecret("9d1f0c6be2a74853bb60f1d2c47e8a35");
  const label = clientLabel("203.0.113.7", noon);
  for (const text of ["2026-11-30:203.0.113.7", "203.0.113.7", "log client:2026-11-30:203.0.113.7"])
    for (const encoding of ["base64url", "hex"] as const)
      expect(createHash("sha256").update(text).digest(encoding).slice(0, 10)).not.toBe(label);
  withSecret("51c8e3f7a0924d6e8f1b7c3a2d5e9046");
  expect(clientLabel("203.0.113.7", noon)).not.toBe(label);
});
